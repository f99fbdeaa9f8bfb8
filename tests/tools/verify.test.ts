import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { RedisJournal } from '../../server/journal/redis.ts';
import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { Room } from '../../server/room/room.ts';
import { idOf, Play, SETTINGS } from '../debate/play.ts';
import { hasRedis, RedisServer } from '../journal/redisServer.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sofra-verify-'));
  const journal = await SqliteJournal.open(dataDir);
  await journal.append(`debate:${SETTINGS.id}`, new Play({ screening: 'off' }).approved('a').log);
  const room = await Room.load(SETTINGS.id, journal);
  const noted = new Promise<void>((resolve) => room.onChange(() => room.state.checkpoint && resolve()));
  const vote = { type: 'upvote', questionId: idOf('a'), up: true } as const;
  await Promise.all(Array.from({ length: 1_200 }, (_, voter) => room.perform(vote, { id: `voter${voter}` })));
  await noted;
  room.close();
  await journal.close();
});
afterEach(() => rm(dataDir, { recursive: true }));

function verify(...places: string[]) {
  const words = ['--import', 'tsx', 'tools/verify.ts', ...places];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

test('[J24] a log that nobody touched verifies, its checkpoints included', () => {
  const { status, said } = verify(dataDir);
  expect(said).toMatch(/debate:debate000001: \d+ entries, [1-9]\d* checkpoints, 0 erased, head [0-9a-f]{64}/);
  expect([status, said]).toEqual([0, expect.stringContaining('Everything is as it was appended.')]);
});

test('[J24] a vote that was changed on disk is found and named', () => {
  const database = new Database(join(dataDir, 'journal.sqlite'));
  database.prepare(`UPDATE commits SET payloads = replace(payloads, 'voter7"', 'voterX"')`).run();
  database.close();
  const { status, said } = verify(dataDir);
  expect([status, said]).toEqual([1, expect.stringMatching(/entry \d+ was changed/)]);
});

test.each([
  [
    'a commit in the middle',
    `DELETE FROM commits WHERE rowid IN (SELECT rowid FROM commits LIMIT 1 OFFSET 1)`,
  ],
  ['the end of a commit', `UPDATE commits SET payloads = substr(payloads, 1, instr(payloads, char(10)) - 1)`],
])('[J24] %s that is not there any more is found, checkpoints or not', async (_, removal) => {
  const shortDir = await mkdtemp(join(tmpdir(), 'sofra-verify-'));
  onTestFinished(() => rm(shortDir, { recursive: true }));
  const journal = await SqliteJournal.open(shortDir);
  for (let n = 0; n < 3; n += 1) await journal.append('debate:short', new Play().approved(`a${n}`).log);
  await journal.close();
  const database = new Database(join(shortDir, 'journal.sqlite'));
  database.exec(removal);
  database.close();
  const { status, said } = verify(shortDir);
  expect([status, said]).toEqual([
    1,
    expect.stringMatching(/debate:short: entry \d+ was changed or removed/),
  ]);
});

test('[J24] a checkpoint that is no JSON any more is found like any other change', () => {
  const database = new Database(join(dataDir, 'journal.sqlite'));
  database.exec(`UPDATE commits SET payloads = replace(payloads, '"checkpointed"', '"checkpointed"}')`);
  database.close();
  const { status, said } = verify(dataDir);
  expect([status, said]).toEqual([1, expect.stringMatching(/entry \d+ was changed or removed/)]);
});

test('[J24] a directory without a log does not verify, and nothing is made there', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'sofra-verify-'));
  onTestFinished(() => rm(empty, { recursive: true }));
  expect(verify(empty)).toEqual({ status: 1, said: `${empty} holds no log.\n` });
  expect(await readdir(empty)).toEqual([]);
});

test.runIf(hasRedis)(
  '[J24] a log on Redis verifies while a node runs, as the user in the documents',
  async () => {
    const server = await RedisServer.start();
    onTestFinished(() => server.remove());
    const node = await RedisJournal.open(server.url);
    onTestFinished(() => node.close());
    await node.append('debate:short', new Play().approved('a').log);
    const { status, said } = verify(await server.urlOfDocumentedUser('sofra-tools'));
    expect([status, said]).toEqual([0, expect.stringContaining('Everything is as it was appended.')]);
  },
);

test('[J24] what cannot be verified is said in one line', () => {
  for (const place of [
    'redis://sofra:hidden%@localhost',
    'redis://127.0.0.1:1',
    'valkey://x:hidden@y',
    '/dev/null',
  ])
    expect(verify(place), place).toEqual({
      status: 1,
      said: expect.stringMatching(/^(?!.*hidden)[^\n]+\n$/),
    });
});

test('[J24] `npm run verify` explains itself', () => {
  const usage = expect.stringContaining('npm run verify -- PLACE');
  expect(verify('--help')).toEqual({ status: 0, said: usage });
  for (const words of [[], ['--nonsense'], [dataDir, dataDir]])
    expect(verify(...words)).toEqual({ status: 2, said: usage });
});
