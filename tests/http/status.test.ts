import { afterAll, beforeAll, expect, test } from 'vitest';
import { Metrics } from '../../server/metrics.ts';
import { type HttpUnderTest, startHttp } from './startHttp.ts';

let http: HttpUnderTest;
beforeAll(async () => {
  http = await startHttp();
});
afterAll(() => http.close());

test('[A17] alive and ready are two questions', async () => {
  expect((await http.ask('/healthz')).status).toBe(200);
  expect((await http.ask('/readyz')).status).toBe(200);
  http.readiness.ready = false;
  expect((await http.ask('/healthz')).status).toBe(200);
  const response = await http.ask('/readyz');
  expect([response.status, response.headers.get('cache-control')]).toEqual([503, 'no-store']);
  http.readiness.ready = true;
});

test('[A13] metrics count by fixed names, never by what somebody sent', async () => {
  const { code, id } = await (await http.api('POST', '/api/debates', { title: 'canary-title' })).json();
  await http.ask(`/${code}`);
  await http.ask('/canary-path');
  await http.ask(`/api/debates/${id}`);
  const response = await http.ask('/metrics');
  const metrics = await response.text();
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(metrics).toContain('sofra_http_requests_total{method="GET",route="/:code",status="200"} 1');
  expect(metrics).toContain('sofra_http_requests_total{method="POST",route="/api/debates/",status="201"} 1');
  expect(metrics).toContain('nodejs_eventloop_lag_p99_seconds');
  for (const secret of ['canary', code, id]) expect(metrics).not.toContain(secret);
});

test('[A21] metrics are for this machine and for the API token', async () => {
  const status = async (headers: Record<string, string>) => (await http.ask('/metrics', { headers })).status;
  const proxied = { 'x-forwarded-for': '203.0.113.5' };
  expect(await status({})).toBe(200);
  expect(await status(proxied)).toBe(401);
  expect(await status({ ...proxied, authorization: 'Bearer wrong' })).toBe(401);
  expect(await status({ ...proxied, authorization: `Bearer ${http.apiToken}` })).toBe(200);
  expect((await http.ask('/healthz', { headers: proxied })).status).toBe(200);
});

test('[A23] metrics say how commands were answered and how long it took, the same at every look', async () => {
  const metrics = new Metrics();
  for (const ms of [0.5, 3, 4, 40, 9_000]) metrics.commandAnswered('upvote', 'accepted', ms);
  metrics.commandAnswered('upvote', 'tooMany', 1);
  for (let look = 0; look < 2; look += 1) {
    const lines = (await metrics.text()).split('\n');
    const counted = (start: string) =>
      lines.filter((line) => line.startsWith(start)).map((line) => line.split(' ')[1]);
    expect(counted('sofra_commands_total')).toEqual(['5', '1']);
    expect(counted('sofra_answer_seconds_bucket')).toEqual('2 2 4 4 4 5 5 5 5 5 5 5 6'.split(' '));
    expect(counted('sofra_answer_seconds_count')).toEqual(['6']);
    expect(Number(counted('sofra_answer_seconds_sum')[0])).toBeCloseTo(9.0485, 9);
  }
});
