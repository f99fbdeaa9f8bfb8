/** How counts travel to phones: on a budget of bytes, in the wording that each has asked for. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDebate, TestServer, type Wire } from './startServer.ts';

/** Counts of a phone that has spent everything rest for 10 s. */
const HALF_THE_REST_MS = 5_000;

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.remove());

const idOf = (index: number) => `counted-${String(index).padStart(4, '0')}`;
const patches = (wire: Wire) =>
  wire.heard.filter(({ event }) => event === 'patch').map(({ payload }) => payload);

/** A debate whose phones have been sent all that they had saved up. */
async function spent(debate: TestDebate): Promise<Wire> {
  const [phone, desk] = [debate.phone(), debate.staff('moderator')];
  await Promise.all([phone.until('view'), desk.until('view')]);
  for (let index = 0; index < 25; index += 1) {
    await phone.send({ type: 'askQuestion', id: idOf(index), text: 'What of the bridge? '.repeat(12) });
    await desk.send({ type: 'approve', questionId: idOf(index) });
  }
  await phone.until('patch', ({ rows }) => rows && idOf(24) in rows);
  desk.socket.disconnect();
  return phone;
}

test('[V14] a phone that asked for counts by number is told the same as the others', async () => {
  const debate = await server.debate({ screening: 'off' });
  const [byId, byNumber] = [debate.phone(), debate.phone({ counts: 'byNumber' })];
  await Promise.all([byId.until('view'), byNumber.until('view')]);
  for (const index of [1, 2]) await byId.send({ type: 'askQuestion', id: idOf(index), text: 'Why?' });
  const { rows } = await byNumber.until('patch', (patch) => patch.rows && idOf(2) in patch.rows);
  await byId.send({ type: 'upvote', questionId: idOf(2), up: true });
  const { number } = rows?.[idOf(2)] ?? {};
  expect(number).toBe(2);
  const told = await byId.until('patch', ({ tallies }) => tallies);
  expect(told).toMatchObject({ tallies: { [idOf(2)]: 1 } });
  const { tallies: _, ...rest } = told;
  expect(await byNumber.until('patch', ({ counts }) => counts)).toEqual({ ...rest, counts: [2, 1] });
  expect(patches(byId).some(({ counts }) => counts)).toBe(false);
  expect(patches(byNumber).some(({ tallies }) => tallies)).toBe(false);
});

test('[G42] counts wait for the budget; what is new, gone or on air does not, and takes them along', async () => {
  const debate = await server.debate();
  const phone = await spent(debate);
  const desk = debate.staff('moderator');
  await desk.until('view');
  await phone.send({ type: 'upvote', questionId: idOf(0), up: true });
  const take = { type: 'take', questionId: idOf(3), expected: null };
  const vote = { type: 'upvote', questionId: idOf(1), up: true };
  for (const [act, shows] of [
    [take, 'onAir'],
    [{ type: 'decline', questionId: idOf(2), reason: 'unclear' }, 'gone'],
    [{ type: 'markAnswered', questionId: idOf(3) }, 'rows'],
  ] as const) {
    phone.heard.length = 0;
    await phone.send({ ...vote, up: shows !== 'gone' });
    const startedAt = performance.now();
    await desk.send(act);
    const patch = await phone.until('patch', (heard) => heard[shows]);
    expect(performance.now() - startedAt).toBeLessThan(HALF_THE_REST_MS);
    expect(patch.tallies).toHaveProperty(idOf(1));
    expect(patches(phone)).toHaveLength(1);
  }
  phone.heard.length = 0;
  const startedAt = performance.now();
  await phone.send(vote);
  await phone.send({ type: 'askQuestion', id: idOf(90), text: 'Nobody is told of this yet' });
  await phone.send({ ...vote, up: false });
  await phone.until('patch', ({ tallies }) => tallies?.[idOf(1)] === 0);
  expect(performance.now() - startedAt).toBeGreaterThan(HALF_THE_REST_MS);
});
