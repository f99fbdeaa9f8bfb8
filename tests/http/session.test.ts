import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Room } from '../../server/room/room.ts';
import { type HttpUnderTest, startHttp } from './startHttp.ts';

let http: HttpUnderTest;
beforeEach(async () => {
  http = await startHttp();
});
afterEach(() => {
  vi.restoreAllMocks();
  return http.close();
});

const secretOf = ({ signIn }: HttpUnderTest) => String(signIn.fragment.replace('sign-in=', ''));

const signIn = (secret: string, headers: Record<string, string> = { origin: http.origin }) =>
  http.ask('/api/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ secret }),
  });

const cookieOf = (response: Response) => String(response.headers.get('set-cookie')).split(';')[0] ?? '';

test('[A7] the one-time secret opens a session, once', async () => {
  const secret = secretOf(http);
  const first = await signIn(secret);
  expect(first.status).toBe(204);
  expect((await http.ask('/api/session', { headers: { cookie: cookieOf(first) } })).status).toBe(204);
  const second = await signIn(secret);
  expect([second.status, (await second.json()).error.code]).toEqual([401, 'wrongSecret']);
  expect(secretOf(http)).not.toBe(secret);
});

test('[A7] a wrong secret opens nothing and uses nothing up', async () => {
  expect((await signIn('wrong')).status).toBe(401);
  expect((await signIn('')).status).toBe(401);
  expect((await signIn(secretOf(http))).status).toBe(204);
});

test('[A11] the secret is taken from a page of this server alone', async () => {
  expect((await signIn(secretOf(http), {})).status).toBe(403);
  expect((await signIn(secretOf(http), { origin: 'http://evil.example' })).status).toBe(403);
  expect((await signIn(secretOf(http))).status).toBe(204);
});

test('[A26] nothing of what waits for its turn begins once its session has ended', async () => {
  let letGo = () => {};
  const held = new Promise<void>((go) => {
    letGo = go;
  });
  const turns = vi.spyOn(Room.prototype, 'handle');
  const cookie = cookieOf(await signIn(secretOf(http)));
  const headers = { cookie, origin: http.origin, 'Content-Type': 'application/json' };
  const { id } = await (await http.api('POST', '/api/debates', { title: 'x' })).json();
  const append = http.journal.append.bind(http.journal);
  vi.spyOn(http.journal, 'append').mockImplementation(async (stream, ...rest) => {
    if (stream !== 'organisation') await held;
    return append(stream, ...rest);
  });
  const change = (title: string) =>
    http.ask(`/api/debates/${id}`, { method: 'PATCH', headers, body: JSON.stringify({ title }) });
  const first = change('First');
  await expect.poll(() => turns.mock.calls.length).toBe(1);
  const second = change('Second');
  await expect.poll(() => turns.mock.calls.length).toBe(2);
  expect((await http.ask('/api/session', { method: 'DELETE', headers })).status).toBe(204);
  letGo();
  expect([(await first).status, (await second).status]).toEqual([200, 503]);
  expect(http.organisation.debate(id)?.title).toBe('First');
});

test('[A13] the cookie is out of reach of scripts and other sites', async () => {
  const cookie = (await signIn(secretOf(http))).headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^sofra=[\w-]{32};/);
  for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=2592000'])
    expect(cookie).toContain(attribute);
  expect(cookie).not.toContain('Secure');
});

test('[A13] the cookie travels over https alone where the server is reached so', async () => {
  const publicUrl = 'https://sofra.example';
  const secure = await startHttp({ PUBLIC_URL: publicUrl });
  const response = await secure.ask('/api/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', origin: publicUrl },
    body: JSON.stringify({ secret: secretOf(secure) }),
  });
  expect(response.headers.get('set-cookie')).toContain('; Secure');
  await secure.close();
});

test('[A6] signing out ends the session at once', async () => {
  const cookie = cookieOf(await signIn(secretOf(http)));
  const out = await http.ask('/api/session', { method: 'DELETE', headers: { cookie, origin: http.origin } });
  expect(out.status).toBe(204);
  expect(out.headers.get('set-cookie')).toMatch(/^sofra=;/);
  expect((await http.ask('/api/session', { headers: { cookie } })).status).toBe(401);
});
