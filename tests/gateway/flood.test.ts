/** What one address may do to the moderators: a hall of phones has one, and so has a flood. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Limits } from '../../server/access/limits.ts';
import { streamOf } from '../../server/debate/events.ts';
import { participantWait } from '../../server/gateway/participantWait.ts';
import { MemoryJournal } from '../../server/journal/memory.ts';
import { Room } from '../../server/room/room.ts';
import { type TestDebate, TestServer, type Wire } from './startServer.ts';

/** Of one address; then one more in so many milliseconds. */
const AT_ONCE = 600;
const PACE_MS = 100;

let server: TestServer;
let debate: TestDebate;
beforeAll(async () => {
  server = await TestServer.start({ LIMITS: 'on', TRUST_PROXY: '1' });
  debate = await server.debate();
});
afterAll(() => server.remove());

const phoneFrom = (address: string): Wire =>
  server.connect('audience', { debate: debate.code }, { 'X-Forwarded-For': address });

async function ask(phone: Wire, id: string) {
  const question = `question-${id}`;
  return { question, outcome: await phone.send({ type: 'askQuestion', id: question, text: 'Why?' }) };
}

test('[G36] more than six hundred questions of one address at once wait their turn, other addresses do not', async () => {
  const flood = await Promise.all(Array.from({ length: 120 }, () => phoneFrom('203.0.113.5')));
  await Promise.all(flood.map((phone) => phone.until('view')));
  const startedAt = performance.now();
  const all = flood.flatMap((phone, who) =>
    Array.from({ length: 6 }, async (_, index) => ({
      phone,
      ...(await ask(phone, `${who}-${index}-flood`)),
    })),
  );
  const refused = (await Promise.all(all)).filter(({ outcome }) => !outcome.ok);
  const comeSince = Math.ceil((performance.now() - startedAt) / PACE_MS);
  expect(refused.length).toBeGreaterThanOrEqual(all.length - AT_ONCE - comeSince);
  expect(refused.length).toBeLessThanOrEqual(all.length - AT_ONCE);
  for (const { outcome } of refused)
    expect(outcome).toMatchObject({ code: 'tooMany', retryAfterMs: expect.any(Number) });
  const elsewhere = phoneFrom('203.0.113.6');
  await elsewhere.until('view');
  expect((await ask(elsewhere, 'elsewhere')).outcome).toMatchObject({ ok: true });
  for (const phone of flood) phone.socket.disconnect();
});

const asked = (index: number, by: string) => ({
  at: index,
  by,
  event: { type: 'questionAsked', questionId: `question-${index}`, text: 'Why?', language: 'en' } as const,
});

test('[G36] where two thousand wait for the moderators the next wait on their phones, until some are read', async () => {
  const journal = new MemoryJournal();
  const room = await Room.load('abcdefghijkl', journal);
  const info = { id: 'abcdefghijkl', code: 'DRVNFK', title: 'x', series: '', languages: ['en'] };
  const settings = { ...info, screening: 'first', names: 'off' } as const;
  await journal.append(streamOf('abcdefghijkl'), [
    { at: 0, by: 'api', event: { type: 'debateCreated', ...settings } },
    { at: 0, by: 'api', event: { type: 'debateOpened' } },
    ...Array.from({ length: 2_000 }, (_, index) => asked(index, `person ${index}`)),
  ]);
  const limits = new Limits(true);
  const waitOf = (id: string, who: string) =>
    participantWait({ type: 'askQuestion', id, text: 'Why?' }, { id: who }, room, limits, () => '');
  expect(waitOf('question-next', 'somebody')).toBe(30_000);
  expect(waitOf('question-7', 'person 7')).toBe(0);
  await room.perform(
    { type: 'decline', questionId: 'question-0', reason: 'duplicate' },
    { id: 'moderator:x' },
  );
  expect(waitOf('question-next', 'somebody')).toBe(0);
  room.close();
});
