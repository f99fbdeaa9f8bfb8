/** The replay as people run it: a process, real sockets, a real server, also one that is killed again and again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_TOKEN, TestServer } from '../gateway/startServer.ts';
import { packedConsultation } from './packedConsultation.ts';

const RECORDINGS = '../shared/data/polis';
const hasRecordings = existsSync(RECORDINGS);
const unless = hasRecordings ? '' : ` (skipped: ${RECORDINGS} is not here)`;
const LONG_MS = 600_000;

interface Run {
  code: number;
  said: string;
  report: {
    debateId: string;
    questions: { sourceId: string; votes: number; expected: number }[];
    acked: number;
    refused: number;
    seconds: number;
    ack: { p50: number; p95: number; p99: number };
  };
}

let scratch: string;
let own: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'sofra-replayed-'));
  own = await packedConsultation();
});
afterAll(async () => {
  for (const folder of [scratch, own]) await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<Omit<Run, 'report'>> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/replay.ts', ...args]);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const [code] = await once(child, 'close');
  return { code, said };
}

async function replay(directory: string, ...args: string[]): Promise<Run> {
  const json = join(scratch, 'report.json');
  await rm(json, { force: true });
  const { code, said } = await run(directory, '--json', json, ...args);
  expect(existsSync(json), said).toBe(true);
  return { code, said, report: JSON.parse(await readFile(json, 'utf8')) };
}

const wrong = ({ report }: Run) => report.questions.filter(({ votes, expected }) => votes !== expected);

describe('[E4] every question comes out with its count', () => {
  test(
    '[E4] a small consultation of our own',
    async () => {
      const ran = await replay(own);
      expect(ran.code, ran.said).toBe(0);
      expect(ran.report.questions.map(({ sourceId, votes }) => `${sourceId}:${votes}`)).toEqual([
        '0:1',
        '1:1',
        '2:2',
        '3:3',
        '4:0',
        '7:2',
      ]);
      expect(ran.report).toMatchObject({ acked: 6 + 19, refused: 0 });
      expect(ran.report.debateId).toMatch(/^[a-z0-9]{12}$/);
      expect(ran.report.ack.p50).toBeGreaterThan(0);
      expect(ran.report.ack.p99).toBeGreaterThanOrEqual(ran.report.ack.p50);
      expect(ran.said).toContain('Every question has exactly its count');
    },
    LONG_MS,
  );

  test(
    '[E4] at its own pace, many times faster',
    async () => {
      const ran = await replay(own, '--speed', '400');
      expect(ran.code, ran.said).toBe(0);
      expect(wrong(ran)).toEqual([]);
      expect(ran.report.seconds).toBeGreaterThan(1.7);
    },
    LONG_MS,
  );

  test.skipIf(!hasRecordings)(
    `[E4] a live meeting in London${unless}`,
    async () => {
      const ran = await replay(join(RECORDINGS, 'london-youth-policing'));
      expect(ran.code, ran.said).toBe(0);
      expect(wrong(ran)).toEqual([]);
      expect(ran.report).toMatchObject({ acked: 39 + 640, refused: 0 });
    },
    LONG_MS,
  );

  test.skipIf(!hasRecordings)(
    `[E4] Austria's climate consultation, 61,936 votes${unless}`,
    async () => {
      const ran = await replay(join(RECORDINGS, 'austria-produktion-konsum'));
      expect(ran.code, ran.said).toBe(0);
      expect(wrong(ran)).toEqual([]);
      expect(ran.report).toMatchObject({ acked: 522 + 61_936, refused: 0 });
    },
    LONG_MS,
  );
});

describe('[E5] also where the server is killed and restarted in the middle', () => {
  test.skipIf(!hasRecordings)(
    `[E5] London${unless}`,
    async () => {
      const ran = await replay(
        join(RECORDINGS, 'london-youth-policing'),
        '--speed',
        '200',
        '--kill-every',
        '1',
      );
      expect(ran.code, ran.said).toBe(0);
      expect(ran.said).toMatch(/killed and restarted [1-9]\d* times/);
      expect(wrong(ran)).toEqual([]);
    },
    LONG_MS,
  );

  test.skipIf(!hasRecordings)(
    `[E5] Austria${unless}`,
    async () => {
      const ran = await replay(join(RECORDINGS, 'austria-produktion-konsum'), '--kill-every', '3');
      expect(ran.code, ran.said).toBe(0);
      expect(ran.said).toMatch(/killed and restarted [1-9]\d* times/);
      expect(wrong(ran)).toEqual([]);
      expect(ran.report).toMatchObject({ acked: 522 + 61_936, refused: 0 });
    },
    LONG_MS,
  );

  test(
    '[E5] a small consultation of our own',
    async () => {
      const ran = await replay(own, '--speed', '150', '--kill-every', '0.5');
      expect(ran.code, ran.said).toBe(0);
      expect(ran.said).toMatch(/killed and restarted [1-9]\d* times/);
      expect(wrong(ran)).toEqual([]);
    },
    LONG_MS,
  );
});

describe('[E6] a count that is not as expected is found and said', () => {
  test(
    '[E6] exit code, table and report',
    async () => {
      const spoiled = await packedConsultation();
      const path = join(spoiled, 'expected_agrees.csv.gz');
      const counts = gunzipSync(await readFile(path)).toString();
      await writeFile(path, gzipSync(counts.replace('3,3', '3,4')));
      const ran = await replay(spoiled);
      await rm(spoiled, { recursive: true });
      expect(ran.code).toBe(1);
      expect(ran.said).toContain('2 differences:');
      expect(ran.said).toContain('question 3: expected 4, a phone shows 3');
      expect(ran.said).toContain('question 3: expected 4, approved, the API says 3, approved');
      expect(wrong(ran)).toEqual([{ sourceId: '3', votes: 3, expected: 4 }]);
    },
    LONG_MS,
  );
});

describe('[E9] what the server refuses for good is counted and named', () => {
  test(
    '[E9] a question that is too long, and the votes on it',
    async () => {
      const spoiled = await packedConsultation();
      const path = join(spoiled, 'comments.csv.gz');
      const comments = gunzipSync(await readFile(path)).toString();
      await writeFile(path, gzipSync(comments.replace('Who pays', `${'Who '.repeat(80)}pays`)));
      const ran = await replay(spoiled);
      await rm(spoiled, { recursive: true });
      expect(ran.code).toBe(1);
      expect(ran.report).toMatchObject({ acked: 5 + 16, refused: 1 + 3 });
      expect(ran.said).toContain('refused 1 times: textTooLong');
      expect(ran.said).toContain('refused 3 times: questionUnknown');
      expect(ran.said).toContain('question 7: expected 2, a phone shows no such question');
    },
    LONG_MS,
  );
});

describe('[E7] into a running server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  }, LONG_MS);
  afterAll(() => server.remove());

  test(
    '[E7] with its address and its token',
    async () => {
      const ran = await replay(own, '--url', server.origin, '--token', API_TOKEN);
      expect(ran.code, ran.said).toBe(0);
      expect(wrong(ran)).toEqual([]);
    },
    LONG_MS,
  );

  test('[E7] says what is wrong where the token is', async () => {
    const { code, said } = await run(own, '--url', server.origin, '--token', 'wrong');
    expect(code).toBe(1);
    expect(said).toContain('The server does not accept the token');
  });
});

describe('[E8] says what is wrong with what it is given', () => {
  test.each([
    ['no folder', [], /npm run replay -- DIR/],
    ['a folder of something else', ['tools'], /tools\/comments\.csv\.gz does not exist/],
    ['an option that there is not', ['tools', '--sped', '3'], /Unknown option '--sped'/],
    ['a speed that is none', ['tools', '--speed', 'fast'], /--speed takes a number above 0, or max/],
    ['no token', ['tools', '--url', 'http://localhost:9'], /Give the server's API token/],
    ['an address that is none', ['tools', '--url', 'localhost:9', '--token', 'x'], /--url takes the address/],
    [
      'somebody else’s server to kill',
      ['tools', '--url', 'http://localhost:9', '--kill-every', '2'],
      /leave out --url/,
    ],
  ])('[E8] %s', async (_, args, message) => {
    const { code, said } = await run(...args);
    expect(code).toBe(1);
    expect(said).toMatch(message);
  });

  test('[E8] nobody at the address', async () => {
    const { code, said } = await run(own, '--url', 'http://localhost:9', '--token', 'x');
    expect(code).toBe(1);
    expect(said).toContain('No server answers at http://localhost:9');
  });
});
