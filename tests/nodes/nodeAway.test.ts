/** Two built servers behind nginx, as docs/deploy says, and one of them killed. Needs the build in dist/. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreatedDebate, DebateDetail } from '../../shared/api.ts';
import { Phone } from '../../tools/phone.ts';
import { freePort, ServerProcess } from '../../tools/serverProcess.ts';
import { API_TOKEN } from '../gateway/startServer.ts';
import { hasRedis, RedisServer } from '../journal/redisServer.ts';
import { hasNginx, Nginx } from './nginx.ts';

const isHere = hasRedis && hasNginx;
const unless = isHere ? '' : ' (skipped: there is no redis-server, nginx or openssl)';
const PHONES = 200;
const QUESTIONS = 60;
const BACK_WITHIN_MS = 5_000;

describe.skipIf(!isHere)(`two nodes behind nginx${unless}`, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sofra-nodes-'));
  const servers: ServerProcess[] = [];
  let redis: RedisServer;
  let nginx: Nginx;
  let origin: string;
  let plain: string;

  beforeAll(async () => {
    // The certificate is signed by nobody: these clients take it as people's browsers would a real one.
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    redis = await RedisServer.start([], await freePort(3_250));
    const [one, other] = [await freePort(3_252), await freePort(3_254)];
    const [http, tls] = [await freePort(3_256), await freePort(3_258)];
    [plain, origin] = [`http://127.0.0.1:${http}`, `https://127.0.0.1:${tls}`];
    const env = { REDIS_URL: redis.url, PUBLIC_URL: origin, TRUST_PROXY: '1', LIMITS: 'off', API_TOKEN };
    for (const port of [one, other]) servers.push(new ServerProcess({ port, dataDir, env }));
    await Promise.all(servers.map((server) => server.start()));
    nginx = await Nginx.start({ plain: http, tls, nodes: [`127.0.0.1:${one}`, `127.0.0.1:${other}`] });
  });
  afterAll(async () => {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    await nginx?.remove();
    await Promise.all(servers.map((server) => server.stop()));
    await redis?.remove();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function api<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${origin}/api${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${API_TOKEN}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as T;
  }

  test('[N7] nginx as docs/deploy has it: https alone, the studio over it, no figures for strangers', async () => {
    const moved = await fetch(`${plain}/studio`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([301, 'https://127.0.0.1/studio']);
    expect((await fetch(`${origin}/metrics`)).status).toBe(403);
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ alive: true });
    expect((await fetch(`${origin}/studio`)).headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    );
    const signedIn = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', origin },
      body: JSON.stringify({ secret: servers[1]?.signInLink?.split('sign-in=')[1] }),
    });
    expect(signedIn.status).toBe(204);
    expect(signedIn.headers.get('set-cookie')).toContain('; Secure');
  });

  test('[N8] a node is killed under load: its phones are back on the other in 5 s, nothing lost or doubled', async () => {
    const { id, code } = await api<CreatedDebate>('/debates', { title: 'Away', screening: 'off' });
    const phones = Array.from({ length: PHONES }, () => new Phone({ url: origin, code }));
    await Promise.all(phones.map((phone) => phone.ready));
    const questions = Array.from({ length: QUESTIONS }, (_, index) => `question-${index}`);
    await Promise.all(
      [...questions, 'question-after'].map((question) => phones[0]?.ask('Is all kept?', { id: question })),
    );

    let acknowledged = 0;
    const storm = Promise.all(
      phones.map(async (phone) => {
        for (const question of questions) {
          expect(await phone.upvote(question)).toMatchObject({ ok: true });
          acknowledged += 1;
        }
      }),
    );
    await expect
      .poll(() => acknowledged, { interval: 1, timeout: 30_000 })
      .toBeGreaterThan((PHONES * QUESTIONS) / 3);
    await servers[0]?.stop('SIGKILL');
    const killedAt = performance.now();
    expect(acknowledged).toBeLessThan(PHONES * QUESTIONS);
    await Promise.all(phones.map((phone) => phone.upvote('question-after')));
    expect(performance.now() - killedAt).toBeLessThan(BACK_WITHIN_MS);
    await storm;

    const votes = async () => {
      const detail = await api<DebateDetail>(`/debates/${id}`);
      return [...questions, 'question-after'].map((question) => detail.questions[question]?.votes);
    };
    const exact = Array.from({ length: QUESTIONS + 1 }, () => PHONES);
    expect(await votes()).toEqual(exact);
    await servers[0]?.start();
    await servers[1]?.stop('SIGKILL');
    expect(await votes()).toEqual(exact);
    const again = performance.now();
    await Promise.all(phones.map((phone) => phone.upvote('question-after', false)));
    expect(performance.now() - again).toBeLessThan(BACK_WITHIN_MS);
    expect(nginx.logged).not.toContain('client:');
    for (const phone of phones) phone.close();
  });
});
