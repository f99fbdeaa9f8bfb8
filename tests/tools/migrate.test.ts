/** Moving house, there and back, as people do it. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Journal } from '../../server/journal/journal.ts';
import { RedisJournal } from '../../server/journal/redis.ts';
import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { readAll, record, records } from '../journal/records.ts';
import { hasRedis, RedisServer } from '../journal/redisServer.ts';
import { temporaryDirectory } from '../journal/temporaryDirectory.ts';

const SECRET = Buffer.from(Array.from({ length: 32 }, (_, index) => 8 * index));
const STREAMS = ['organisation', 'debate:a', 'debate:ћ'];

async function emptyRedis(): Promise<RedisServer> {
  const server = await RedisServer.start();
  onTestFinished(() => server.remove());
  return server;
}

async function fill(journal: Journal): Promise<void> {
  for (let count = 1; count <= 20; count += 1) await journal.append('debate:a', records(count));
  await journal.append('debate:a', records(2_500));
  await journal.append('debate:ћ', [record(1, { text: 'Ko plaća? Kush paguan? Ко плаћа?\n' })]);
  await journal.append('organisation', records(3));
}

async function contents(journal: Journal) {
  const found = [];
  for (const stream of STREAMS)
    found.push([stream, await readAll(journal, stream), await journal.verify(stream)]);
  await journal.close();
  return found;
}

function migrate(from: string, to: string, cwd = '.'): { code: number | null; said: string } {
  const words = [
    '--import',
    import.meta.resolve('tsx'),
    resolve('tools/migrate.ts'),
    '--from',
    from,
    '--to',
    to,
  ];
  const run = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  return { code: run.status, said: run.stdout + run.stderr };
}

describe.runIf(hasRedis)('[J23] npm run migrate', () => {
  test('[J23] moves everything from a directory to Redis and back, to the same heads and the same secret', async () => {
    const [old, fresh] = [temporaryDirectory(), temporaryDirectory()];
    const server = await emptyRedis();
    const journal = await SqliteJournal.open(old);
    await fill(journal);
    await journal.close();
    writeFileSync(join(old, 'secret'), SECRET);
    const before = await contents(await SqliteJournal.open(old));

    expect(migrate(old, 'REDIS_URL')).toEqual({
      code: 1,
      said: expect.stringMatching(/^REDIS_URL is not set.*\n$/),
    });
    const url = await server.urlOfDocumentedUser('sofra-tools');
    vi.stubEnv('REDIS_URL', url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const there = migrate(old, 'REDIS_URL');
    expect(there).toMatchObject({ code: 0, said: expect.stringContaining('2714 entries in 3 streams') });
    expect(there.said).toContain(server.url);
    expect(there.said).not.toContain(new URL(url).password);
    expect(await contents(await RedisJournal.open(server.url))).toEqual(before);
    const node = await RedisJournal.open(server.url);
    expect(await node.secret(Buffer.alloc(32))).toEqual(SECRET);
    expect(await node.append('debate:a', records(1))).toBe(2_711);
    const { head } = await node.head('debate:a');
    await node.close();

    expect(migrate('REDIS_URL', fresh)).toMatchObject({ code: 0 });
    expect(readFileSync(join(fresh, 'secret'))).toEqual(SECRET);
    expect(statSync(join(fresh, 'secret')).mode & 0o777).toBe(0o600);
    const back = await SqliteJournal.open(fresh);
    expect(await back.head('debate:a')).toEqual({ position: 2_711, head });
    expect(await back.verify('debate:a')).toMatchObject({ position: 2_711, broken: null });
    expect(await back.append('debate:a', records(1))).toBe(2_712);
    await back.close();
  });

  test('[J23] copies nothing into a place that is not empty, or out of one that a server uses', async () => {
    const [old, used] = [temporaryDirectory(), temporaryDirectory()];
    const server = await emptyRedis();
    for (const [index, directory] of [old, used].entries()) {
      const journal = await SqliteJournal.open(directory);
      await journal.append('debate:a', records(index + 1));
      await journal.close();
    }
    expect(migrate(old, used)).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') });
    const running = await SqliteJournal.open(old);
    expect(migrate(old, server.url)).toMatchObject({
      code: 1,
      said: expect.stringContaining('Another server uses'),
    });
    await running.close();
    await server.ask('SET', '{sofra}:secret', SECRET.toString('base64'));
    const withPassword = server.url.replace('//', '//default:hidden@');
    await server.ask('CONFIG', 'SET', 'requirepass', 'hidden');
    const refused = migrate(old, withPassword);
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') });
    expect(refused.said).not.toContain('hidden');
  });

  test('[J23] says so where what is moved was altered', async () => {
    const old = temporaryDirectory();
    const server = await emptyRedis();
    const journal = await SqliteJournal.open(old);
    await journal.append('debate:a', records(5));
    await journal.close();
    const database = new Database(join(old, 'journal.sqlite'));
    database.exec(`UPDATE commits SET payloads = replace(payloads, '"n":3', '"n":4')`);
    database.close();
    expect(migrate(old, server.url)).toMatchObject({
      code: 1,
      said: expect.stringContaining('debate:a was altered before the move: its entry 3'),
    });
  });

  test('[J23] takes what is mistyped for no folder, and makes nothing', async () => {
    const directory = temporaryDirectory();
    const server = await emptyRedis();
    const journal = await SqliteJournal.open(join(directory, 'old'));
    await journal.append('debate:a', records(1));
    await journal.close();
    const mistyped = [
      'valkey://x:hidden@localhost',
      'x:hidden@localhost:6379',
      'redis+sentinels://x:hidden@h/y',
      '127.0.0.1:6379',
    ];
    for (const to of mistyped) {
      const { code, said } = migrate('old', to, directory);
      expect([to, code, said]).toEqual([to, 1, expect.stringContaining('is no Redis URL')]);
      expect(said).not.toContain('hidden');
    }
    for (const from of ['odl', server.url])
      expect(migrate(from, 'new', directory)).toEqual({
        code: 1,
        said: expect.stringMatching(/holds no log\.\n$/),
      });
    expect(readdirSync(directory)).toEqual(['old']);
    const there = migrate(join(directory, 'old'), server.url.replace('redis', 'Redis'));
    expect(there).toMatchObject({ code: 0 });
  });

  test('[J23] explains itself', () => {
    const run = spawnSync('npx', ['tsx', 'tools/migrate.ts', '--from', 'a'], { encoding: 'utf8' });
    expect(run.status).toBe(2);
    expect(run.stdout).toContain('npm run migrate -- --from PLACE --to PLACE');
    const asked = spawnSync('npx', ['tsx', 'tools/migrate.ts', '--help'], { encoding: 'utf8' });
    expect([asked.status, asked.stdout]).toEqual([0, run.stdout]);
  });
});
