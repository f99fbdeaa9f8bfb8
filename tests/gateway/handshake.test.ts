import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDebate, TestServer } from './startServer.ts';

let server: TestServer;
let debate: TestDebate;

beforeAll(async () => {
  server = await TestServer.start();
  debate = await server.debate();
});
afterAll(() => server.remove());

/** A staff session, as a browser has it. */
async function staffCookie(): Promise<string> {
  const secret = new URLSearchParams(server.signInFragment).get('sign-in');
  const response = await fetch(`${server.origin}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: server.origin },
    body: JSON.stringify({ secret }),
  });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

test('[G24] signing out ends the connections that the session opened', async () => {
  const cookie = await staffCookie();
  const desk = server.connect('moderator', { debate: debate.id }, { Cookie: cookie, Origin: server.origin });
  await desk.until('view');
  const gone = desk.gone();
  await fetch(`${server.origin}/api/session`, {
    method: 'DELETE',
    headers: { Cookie: cookie, Origin: server.origin },
  });
  await gone;
});

describe('[G6] a handshake that may not in is refused with its code', () => {
  const staff = (more: object) => ({ debate: debate.id, key: debate.keys.moderator, ...more });
  test.each<[string, string, () => object, string]>([
    ['no fields', 'audience', () => ({}), 'invalidHandshake'],
    ['no object', 'audience', () => ({ debate: null }), 'invalidHandshake'],
    ['an unknown code', 'audience', () => ({ debate: 'ZZZZZZ' }), 'debateUnknown'],
    ['another protocol', 'audience', () => ({ debate: debate.code, protocol: 99 }), 'protocolUnsupported'],
    ['no key and no cookie', 'moderator', () => ({ debate: debate.id }), 'notAllowed'],
    ['a wrong key', 'moderator', () => staff({ key: 'guess' }), 'notAllowed'],
    ['another screen’s key', 'overlay', () => staff({}), 'notAllowed'],
    ['another protocol', 'moderator', () => staff({ protocol: 0 }), 'protocolUnsupported'],
    ['an unknown debate', 'host', () => staff({ debate: 'abcdefghijkl' }), 'debateUnknown'],
  ])('%s on %s', async (_, screen, auth, code) => {
    const refused = await server.connect(screen, auth()).refusal();
    expect(refused).toEqual({ code, message: expect.any(String) });
  });
});

test('[G7] the staff cookie opens a console from the server’s own pages only', async () => {
  const cookie = await staffCookie();
  const auth = { debate: debate.id };
  const foreign = server.connect('moderator', auth, { Cookie: cookie, Origin: 'https://elsewhere.example' });
  expect((await foreign.refusal()).code).toBe('notAllowed');
  const originless = server.connect('moderator', auth, { Cookie: cookie });
  expect((await originless.refusal()).code).toBe('notAllowed');
  const own = server.connect('moderator', auth, { Cookie: cookie, Origin: server.origin });
  expect(await own.until('welcome')).toMatchObject({ role: 'moderator' });
});

test('[G8] a key proves itself from any origin, and revoking it ends its connections at once', async () => {
  const auth = { debate: debate.id, key: debate.keys.overlay };
  const overlay = server.connect('overlay', auth, { Origin: 'null' });
  await overlay.until('view');
  const { keys } = await server.api<{ keys: { id: string; role: string }[] }>('GET', `/debates/${debate.id}`);
  const key = keys.find(({ role }) => role === 'overlay');
  const gone = overlay.gone();
  await server.api('DELETE', `/debates/${debate.id}/keys/${key?.id}`);
  await gone;
  expect((await server.connect('overlay', auth).refusal()).code).toBe('notAllowed');
});

test('[G9] the same token is the same person; a forged one is a new person', async () => {
  const open = await server.debate({ screening: 'off' });
  const first = open.phone();
  const { token } = await first.until('welcome');
  await first.send({ type: 'askQuestion', id: 'mine-0000001', text: 'Who am I?' });
  await first.send({ type: 'upvote', questionId: 'mine-0000001', up: true });
  const again = open.phone({ token });
  expect(await again.until('welcome')).toMatchObject({ token });
  expect(await again.until('mine')).toMatchObject({
    reset: true,
    questions: { 'mine-0000001': { status: 'approved' } },
    upvotes: { 'mine-0000001': true },
  });
  await again.send({ type: 'upvote', questionId: 'mine-0000001', up: true });
  const forged = open.phone({ token: `${'A'.repeat(40)}` });
  expect(await forged.until('welcome')).not.toMatchObject({ token: 'A'.repeat(40) });
  const view = await forged.until('view');
  expect(view).toMatchObject({ questions: { 'mine-0000001': { votes: 1 } } });
});
