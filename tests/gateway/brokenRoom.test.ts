/** A bug in following or showing a debate: its screens come back to one that is replayed, and nobody is left behind. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ByteBudget } from '../../server/gateway/byteBudget.ts';
import { Room } from '../../server/room/room.ts';
import { fillDebate, SlowPhone } from './SlowPhone.ts';
import { type TestDebate, TestServer } from './startServer.ts';

let server: TestServer;
let debate: TestDebate;
beforeEach(async () => {
  server = await TestServer.start();
  debate = await server.debate({ screening: 'off' });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.remove();
});

const QUESTION = 'question-0001';
const ASK = { type: 'askQuestion', id: QUESTION, text: 'Why?' };
const UPVOTE = { type: 'upvote', questionId: QUESTION, up: true };

test('[G46] a screen that is let in while the room breaks comes back to the one that is replayed', async () => {
  const load = vi.spyOn(Room, 'load');
  const listens = vi.spyOn(Room.prototype, 'onChange');
  const first = debate.phone();
  await first.until('view');
  const late = debate.phone({ seq: 1_000 });
  await expect.poll(() => listens.mock.calls.length).toBe(2);
  const room: Room = await load.mock.results[0]?.value;
  room.onChange(() => {
    throw new Error('a bug in following the log');
  });
  const gone = first.gone();
  void first.send(ASK);
  await gone;
  await late.until('view', ({ questions }) => questions && QUESTION in questions);
  expect(await late.send(UPVOTE)).toMatchObject({ ok: true });
});

test('[G47] after a bug in a tick all come back, and a slow phone that leaves late takes nobody out of reach', async () => {
  await fillDebate(debate);
  const [phone, desk] = [debate.phone(), debate.staff('moderator')];
  await Promise.all([phone.until('view'), desk.until('view')]);
  const slow = await SlowPhone.open(server, debate);
  await slow.stall();
  vi.spyOn(ByteBudget.prototype, 'spend').mockImplementationOnce(() => {
    throw new Error('a bug in a tick');
  });
  const metrics = async () => (await fetch(`${server.origin}/metrics`)).text();
  const welcomes = () => desk.heard.filter(({ event }) => event === 'welcome').length;
  await phone.send(ASK);
  await expect.poll(welcomes).toBe(2);
  await expect.poll(metrics).toContain('sofra_sockets{screen="audience"} 2');
  slow.vanish();
  await expect.poll(metrics).toContain('sofra_sockets{screen="audience"} 1');

  const gone = desk.gone();
  const { keys } = await server.api<{ keys: { id: string; role: string }[] }>('GET', `/debates/${debate.id}`);
  await server.api(
    'DELETE',
    `/debates/${debate.id}/keys/${keys.find(({ role }) => role === 'moderator')?.id}`,
  );
  expect(await gone).toBe('io server disconnect');
});
