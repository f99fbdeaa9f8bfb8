/** The server as the process that people start and stop. Needs the build in dist/. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CreatedDebate, DebateDetail } from '../../shared/api.ts';
import { Phone } from '../../tools/phone.ts';
import { freePort, ServerProcess } from '../../tools/serverProcess.ts';
import { UpvoteStorm } from '../storm/UpvoteStorm.ts';

let dataDir: string;
let server: ServerProcess;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sofra-process-'));
  const env = { LIMITS: 'off', LOG_LEVEL: 'warn' };
  server = new ServerProcess({ port: await freePort(4100), dataDir, env });
});
afterEach(async () => {
  await server.stop('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts the server and waits until it has ended by itself. */
async function runToEnd(env: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    env: { ...process.env, DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: '0', ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk));
  const [code] = await once(child, 'exit');
  return { code: code as number, said };
}

test('[G19] on SIGTERM it answers what is underway and leaves in time; phones go on after the restart, nothing lost or doubled', async () => {
  await server.start();
  const api = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = { Authorization: `Bearer ${server.apiToken}`, 'Content-Type': 'application/json' };
    return (await fetch(`${server.url}/api${path}`, { ...init, headers })).json();
  };
  const body = JSON.stringify({ title: 'Stopping', screening: 'off' });
  const { id, code } = (await api('/debates', { method: 'POST', body })) as CreatedDebate;
  const phones = Array.from({ length: 40 }, () => new Phone({ url: server.url, code }));
  await Promise.all(phones.map((phone) => phone.ready));
  const questions = Array.from({ length: 50 }, (_, index) => `question-${index}`);
  await Promise.all(questions.map((question) => phones[0]?.ask('Is everything kept?', { id: question })));

  const storm = new UpvoteStorm(phones, questions);
  await expect.poll(() => storm.acknowledged, { interval: 1 }).toBeGreaterThan(storm.votes / 10);
  expect(await server.stop()).toBe(0);
  expect(storm.acknowledged).toBeLessThan(storm.votes);
  await server.start();
  await storm.over;
  const detail = (await api(`/debates/${id}`)) as DebateDetail;
  expect(questions.map((question) => detail.questions[question]?.votes)).toEqual(
    questions.map(() => phones.length),
  );
  for (const phone of phones) phone.close();
});

test('[G20] a port that is taken is said plainly', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const { code, said } = await runToEnd({ PORT: String(port) });
  other.close();
  expect([code, said]).toEqual([1, expect.stringContaining('EADDRINUSE')]);
});

test('[G21] two servers never share a data directory', async () => {
  await server.start();
  const { code, said } = await runToEnd({});
  expect([code, said]).toEqual([1, expect.stringMatching(/another|in use/i)]);
});

test('[G22] settings that cannot be used are named, and nothing starts', async () => {
  const { code, said } = await runToEnd({ PORT: 'many', LIMITS: 'maybe' });
  expect(code).toBe(1);
  expect(said).toMatch(/PORT/);
  expect(said).toMatch(/LIMITS/);
});
