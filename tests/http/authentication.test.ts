import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiError } from '../../shared/api.ts';
import { type HttpUnderTest, startHttp } from './startHttp.ts';

let http: HttpUnderTest;
let cookie: string;
let debateId: string;
let keyId: string;

beforeAll(async () => {
  http = await startHttp({ LIMITS: 'off' });
  const created = await (await http.api('POST', '/api/debates', { title: 'Who may' })).json();
  debateId = created.id;
  keyId = (await http.organisation.issueKey(debateId, 'host', undefined, 'api')).info.id;
  cookie = `sofra=${await http.organisation.useSignIn(await http.organisation.offerSignIn(false))}`;
});
afterAll(() => http.close());

/** Every guarded route, with what it answers to those who may. */
const ROUTES: [method: string, path: () => string, body: object | undefined, status: number][] = [
  ['GET', () => '/api/session', undefined, 204],
  ['GET', () => '/api/debates', undefined, 200],
  ['POST', () => '/api/debates', { title: 'Another' }, 201],
  ['GET', () => `/api/debates/${debateId}`, undefined, 200],
  ['PATCH', () => `/api/debates/${debateId}`, { title: 'Who may what' }, 200],
  ['POST', () => `/api/debates/${debateId}/close`, undefined, 200],
  ['POST', () => `/api/debates/${debateId}/open`, undefined, 200],
  ['POST', () => `/api/debates/${debateId}/keys`, { role: 'overlay' }, 201],
  ['DELETE', () => `/api/debates/${debateId}/keys/${keyId}`, undefined, 204],
];

const refusalOf = async (response: Response) => ((await response.json()) as ApiError).error.code;

for (const [method, path, body, status] of ROUTES) {
  const changes = method !== 'GET';
  const send = (headers: Record<string, string>) =>
    http.ask(path(), {
      method,
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const name = `${method} ${path().replace('undefined', ':id').replace('undefined', ':keyId')}`;

  test(`[A10] ${name} is closed to nobody and to wrong proofs`, async () => {
    const nobody = await send({});
    expect([nobody.status, await refusalOf(nobody)]).toEqual([401, 'notSignedIn']);
    expect(nobody.headers.get('www-authenticate')).toContain('Bearer');
    for (const authorization of ['Bearer wrong', 'Bearer', `Basic ${http.apiToken}`, `x ${http.apiToken}`]) {
      const wrong = await send({ authorization, cookie, origin: http.origin });
      expect([wrong.status, await refusalOf(wrong)]).toEqual([401, 'wrongToken']);
    }
    const ended = await send({ cookie: 'sofra=wrong', origin: http.origin });
    expect([ended.status, await refusalOf(ended)]).toEqual([401, 'sessionEnded']);
  });

  test(`[A11] ${name} with a session ${changes ? 'needs the exact Origin' : 'is open'}`, async () => {
    const foreign = [
      'http://evil.example',
      `${http.origin}0`,
      http.origin.replace('http:', 'https:'),
      'null',
    ];
    for (const origin of changes ? foreign : []) {
      const refused = await send({ cookie, origin });
      expect([refused.status, await refusalOf(refused)]).toEqual([403, 'foreignOrigin']);
    }
    if (changes) expect((await send({ cookie })).status).toBe(403);
    expect((await send({ cookie, origin: http.origin })).status).toBe(status);
  });

  test(`[A10] ${name} is open to the API token, wherever it comes from`, async () => {
    const response = await send({ authorization: `Bearer ${http.apiToken}`, origin: 'http://evil.example' });
    expect(response.status).toBe(status);
  });
}

test('[A10] API_TOKEN replaces a token that was generated before', async () => {
  const other = await startHttp({ API_TOKEN: 'chosen-by-the-operator' });
  const generated = await other.organisation.ensureApiToken();
  const list = (token: string | undefined) =>
    other.ask('/api/debates', { headers: { authorization: `Bearer ${token}` } });
  expect((await list('chosen-by-the-operator')).status).toBe(200);
  expect((await list(generated)).status).toBe(401);
  await other.close();
});

test('[A12] guesses are slowed down, and nobody can lock out those who know', async () => {
  const other = await startHttp();
  const list = (token: string) =>
    other.ask('/api/debates', { headers: { authorization: `Bearer ${token}` } });
  let last = await list('wrong');
  for (let guesses = 0; guesses < 100 && last.status === 401; guesses += 1) last = await list('wrong');
  expect([last.status, await refusalOf(last)]).toEqual([429, 'tooMany']);
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await list(other.apiToken)).status).toBe(200);
  await other.close();
});
