/** Two built nodes whose clocks differ: what depends on them, and by how much. Needs the build in dist/. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreatedDebate, DebateDetail } from '../../shared/api.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { Desk } from '../../tools/desk.ts';
import { Phone } from '../../tools/phone.ts';
import { freePort, ServerProcess } from '../../tools/serverProcess.ts';
import { API_TOKEN } from '../gateway/startServer.ts';
import { hasRedis, RedisServer } from '../journal/redisServer.ts';

const unless = hasRedis ? '' : ' (skipped: there is no redis-server)';
const AHEAD_MS = 5_000;
/** One question in so many milliseconds, six at once. */
const PACE_MS = 10_000;
const SIX = [0, 1, 2, 3, 4, 5];

/** Asks without trying again. */
class HonestPhone extends Phone {
  try(id: string): Promise<Outcome> {
    const command = { type: 'askQuestion', id, text: 'Ko popravlja most?' };
    return this.socket.emitWithAck('command', command);
  }
}

const wrongClock = `const now = Date.now; Date.now = () => now() + ${AHEAD_MS};`;

describe.skipIf(!hasRedis)(`clocks that differ${unless}`, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sofra-clocks-'));
  let redis: RedisServer;
  let ahead: ServerProcess;
  let right: ServerProcess;
  beforeAll(async () => {
    redis = await RedisServer.start();
    const node = async (env: Record<string, string>) => {
      const settings = { REDIS_URL: redis.url, PUBLIC_URL: 'https://sofra.example.org', API_TOKEN, ...env };
      const server = new ServerProcess({ port: await freePort(3_260), dataDir, env: settings });
      await server.start();
      return server;
    };
    ahead = await node({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(wrongClock)}` });
    right = await node({});
  });
  afterAll(async () => {
    await Promise.all([ahead?.stop(), right?.stop()]);
    await redis?.remove();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function api<T>({ url }: ServerProcess, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}/api${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${API_TOKEN}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as T;
  }

  /**
   * A person who has asked as often as one may on the one node, and goes to the other.
   * @returns how long to wait there, and how much of the wait had passed by then at most, in milliseconds
   */
  async function waitOn(other: ServerProcess, one: ServerProcess): Promise<{ wait: number; passed: number }> {
    const { code } = await api<CreatedDebate>(one, '/debates', { title: 'Wait', screening: 'off' });
    const phone = new Phone({ url: one.url, code });
    await phone.ready;
    const startedAt = performance.now();
    for (const index of SIX) await phone.ask(`Kush e rregullon urën ${index}?`);
    const again = new HonestPhone({ url: other.url, code, ...(phone.token && { token: phone.token }) });
    await again.ready;
    await expect.poll(() => Object.keys(again.view?.questions ?? {}).length).toBe(SIX.length);
    const outcome = await again.try('question-seventh');
    phone.close();
    again.close();
    const passed = Math.ceil(performance.now() - startedAt) + 1;
    return { wait: outcome.ok ? 0 : (outcome.retryAfterMs ?? Number.NaN), passed };
  }

  test('[N15] a node says that its clock is wrong', () => {
    expect(ahead.said).toMatch(/This clock is [45] s ahead of that of Redis/);
    expect(right.said).not.toContain('This clock');
  });

  test('[N15] how often one may ask is off by as much as the clocks, and no more', async () => {
    const [early, late] = [await waitOn(ahead, right), await waitOn(right, ahead)];
    expect(early.wait).toBeGreaterThanOrEqual(PACE_MS - AHEAD_MS - early.passed);
    expect(early.wait).toBeLessThanOrEqual(PACE_MS - AHEAD_MS);
    expect(late.wait).toBeGreaterThanOrEqual(PACE_MS + AHEAD_MS - late.passed);
    expect(late.wait).toBeLessThanOrEqual(PACE_MS + AHEAD_MS);
  });

  test('[N15] what is shown, counted and on air does not depend on clocks', async () => {
    const { id, code, links } = await api<CreatedDebate>(right, '/debates', {
      title: 'Air',
      screening: 'off',
    });
    const key = new URL(links.moderator).hash.slice(1);
    const desks = [ahead, right].map(({ url }) => new Desk({ url, debate: id, key }));
    const phones = [ahead, right].map(({ url }) => new Phone({ url, code }));
    await Promise.all([...desks, ...phones].map((screen) => screen.ready));
    const ids = ['question-first', 'question-second'];
    for (const [index, questionId] of ids.entries()) {
      expect(await phones[index]?.ask('Kush e rregullon urën?', { id: questionId })).toMatchObject({
        ok: true,
      });
      for (const phone of phones) {
        await expect.poll(() => phone.view?.questions[questionId]).toBeDefined();
        expect(await phone.upvote(questionId)).toMatchObject({ ok: true });
      }
    }
    const [first = '', second = ''] = ids;
    expect(await desks[0]?.send({ type: 'take', questionId: first, expected: null })).toMatchObject({
      ok: true,
    });
    expect(await desks[1]?.send({ type: 'take', questionId: second, expected: null })).toMatchObject({
      code: 'airChanged',
    });
    expect(await desks[1]?.send({ type: 'take', questionId: second, expected: first })).toMatchObject({
      ok: true,
    });
    for (const phone of phones) await expect.poll(() => phone.view?.onAir?.questionId).toBe(second);
    const details = await Promise.all(
      [ahead, right].map((node) => api<DebateDetail>(node, `/debates/${id}`)),
    );
    expect(details[0]).toEqual(details[1]);
    expect(ids.map((questionId) => details[0]?.questions[questionId]?.votes)).toEqual([2, 2]);
    for (const screen of [...desks, ...phones]) screen.close();
  });
});
