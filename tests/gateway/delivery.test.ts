/** Who hears what, and when. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { TestServer } from './startServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.remove());

const ask = (id: string, text = 'Why?') => ({ type: 'askQuestion', id, text });

test('[G10] an unscreened word reaches no phone and no overlay before approval, nor the overlay before take', async () => {
  const debate = await server.debate({ names: 'optional' });
  const [author, other, desk, host, overlay] = [
    debate.phone(),
    debate.phone(),
    debate.staff('moderator'),
    debate.staff('host'),
    debate.staff('overlay'),
  ];
  await Promise.all([other, desk, host, overlay].map((wire) => wire.until('view')));
  const canary = (index: number) => `canary${index}x${(index * 7919).toString(36)}`;
  const idOf = (index: number) => `canary-${String(index).padStart(4, '0')}`;
  const count = 60;
  for (let index = 0; index < count; index += 1) {
    const text = `What of ${canary(index)}?`;
    expect(await author.send({ ...ask(idOf(index), text), name: `Name ${canary(index)}` })).toMatchObject({
      ok: true,
    });
  }
  const said = (wire: typeof author) => wire.frames.join('\n');
  const mentioned = (wire: typeof author) =>
    Array.from({ length: count }, (_, index) => index).filter(
      (index) => said(wire).includes(canary(index)) || said(wire).includes(idOf(index)),
    );
  const late = debate.phone();
  await late.until('view');
  expect([mentioned(other), mentioned(late), mentioned(host), mentioned(overlay)]).toEqual([[], [], [], []]);

  const approved = [3, 10, 20];
  for (const index of [5, 6]) await desk.send({ type: 'decline', questionId: idOf(index), reason: 'insult' });
  for (const index of approved) await desk.send({ type: 'approve', questionId: idOf(index) });
  await other.until('patch', ({ rows }) => rows && idOf(20) in rows);
  expect([mentioned(other), mentioned(host), mentioned(overlay)]).toEqual([approved, [], []]);

  await desk.send({ type: 'enqueue', questionId: idOf(10) });
  await host.until('view', ({ next }) => next?.length === 1);
  expect([mentioned(host), mentioned(overlay)]).toEqual([[10], []]);

  await desk.send({ type: 'take', questionId: idOf(3), expected: null });
  await overlay.until('view', ({ onAir }) => onAir);
  expect(mentioned(overlay)).toEqual([3]);
  expect(mentioned(other)).toEqual(approved);
});

test('[G11] two moderators see each other’s acts', async () => {
  const debate = await server.debate();
  const [phone, one, two] = [debate.phone(), debate.staff('moderator'), debate.staff('moderator')];
  await Promise.all([phone.until('view'), one.until('view'), two.until('view')]);
  await phone.send(ask('seen-0000001'));
  await phone.send(ask('seen-0000002'));
  await one.send({ type: 'approve', questionId: 'seen-0000001' });
  await two.until('patch', ({ rows }) => rows?.['seen-0000001']?.status === 'approved');
  await two.send({ type: 'approve', questionId: 'seen-0000002' });
  await two.send({ type: 'enqueue', questionId: 'seen-0000002' });
  await one.until('patch', ({ order }) => order?.includes('seen-0000002'));
  const [first, second] = await Promise.all([
    one.send({ type: 'take', questionId: 'seen-0000001', expected: null }),
    two.send({ type: 'take', questionId: 'seen-0000002', expected: null }),
  ]);
  expect([first.ok, second.ok].sort()).toEqual([false, true]);
  const winner = first.ok ? 'seen-0000001' : 'seen-0000002';
  expect(first.ok ? second : first).toMatchObject({
    code: 'airChanged',
    onAir: winner,
    by: 'Moderator 1',
  });
});

test('[G12] an author learns what became of the question, and why', async () => {
  const debate = await server.debate();
  const [phone, desk] = [debate.phone(), debate.staff('moderator')];
  await Promise.all([phone.until('view'), desk.until('view')]);
  await phone.send(ask('fate-0000001'));
  await phone.until('mine', ({ questions }) => questions?.['fate-0000001']?.status === 'waiting');
  await desk.send({ type: 'decline', questionId: 'fate-0000001', reason: 'offTopic' });
  await phone.until('mine', ({ questions }) => questions?.['fate-0000001']?.reason === 'offTopic');
});

test('[G13] a person’s other phone learns of a vote', async () => {
  const debate = await server.debate({ screening: 'off' });
  const one = debate.phone();
  const { token } = await one.until('welcome');
  const two = debate.phone({ token });
  await two.until('view');
  await one.send(ask('both-0000001'));
  await one.send({ type: 'upvote', questionId: 'both-0000001', up: true });
  await two.until('mine', ({ upvotes }) => upvotes?.['both-0000001'] === true);
  await two.send({ type: 'upvote', questionId: 'both-0000001', up: false });
  await one.until('mine', ({ upvotes }) => upvotes?.['both-0000001'] === false);
});

test('[G14] resync brings the whole view again, and what is private', async () => {
  const debate = await server.debate();
  for (const wire of [
    debate.phone(),
    debate.staff('moderator'),
    debate.staff('host'),
    debate.staff('overlay'),
  ]) {
    await wire.until('view');
    wire.heard.length = 0;
    expect(await wire.send({ type: 'resync' })).toMatchObject({ ok: true });
    await wire.until('view');
  }
});

test('[G50] phones are told of what is new while an act of staff takes long', async () => {
  const debate = await server.debate({ screening: 'off' });
  const [asker, phone, desk] = [debate.phone(), debate.phone(), debate.staff('moderator')];
  await Promise.all([asker, phone, desk].map((wire) => wire.until('view')));
  await asker.send(ask('asked-000001'));
  let letGo = () => {};
  const held = new Promise<void>((go) => {
    letGo = go;
  });
  const { append } = SqliteJournal.prototype;
  const appending = vi.spyOn(SqliteJournal.prototype, 'append').mockImplementation(async function (
    this: SqliteJournal,
    ...given
  ) {
    if (given[1].some(({ by }) => by.startsWith('moderator:'))) await held;
    return append.apply(this, given);
  });
  const acting = desk.send({ type: 'enqueue', questionId: 'asked-000001' });
  await expect.poll(() => appending.mock.calls.length).toBe(1);
  await asker.send(ask('asked-000002'));
  await phone.until('patch', ({ rows }) => rows?.['asked-000002']);
  letGo();
  expect(await acting).toMatchObject({ ok: true });
  appending.mockRestore();
});

test('[G15] moderators see how many phones are connected', async () => {
  const debate = await server.debate();
  const desk = debate.staff('moderator');
  const phones = [debate.phone(), debate.phone(), debate.phone()];
  await Promise.all(phones.map((phone) => phone.until('view')));
  await desk.until('view');
  await expect.poll(() => desk.heard.some(({ payload }) => payload.present === 3)).toBe(true);
  phones[0]?.socket.disconnect();
  await desk.until('patch', ({ present }) => present === 2);
});

test('[G15] a desk that comes between two ticks sees in the end who is there', async () => {
  const debate = await server.debate();
  const other = debate.staff('moderator');
  const [stays, starts, leaves] = [debate.phone(), debate.phone(), debate.phone()];
  await Promise.all([stays, starts, leaves].map((phone) => phone.until('view')));
  await other.until('patch', ({ present }) => present === 3);
  leaves.socket.disconnect();
  await other.until('patch', ({ present }) => present === 2);
  // The tick is over: the next waits, and the desk comes before it.
  const late = debate.phone();
  await late.until('view');
  const desk = debate.staff('moderator');
  expect(await desk.until('view')).toMatchObject({ present: 3 });
  late.socket.disconnect();
  await desk.until('patch', ({ present }) => present === 2);
});

test('[G16] one person’s commands are carried out in the order they were sent', async () => {
  const debate = await server.debate({ screening: 'off' });
  const phone = debate.phone();
  await phone.until('view');
  await phone.send(ask('fast-0000001'));
  const votes = Array.from({ length: 41 }, (_, index) =>
    phone.send({ type: 'upvote', questionId: 'fast-0000001', up: index % 2 === 0 }),
  );
  await Promise.all(votes);
  const { questions } = await debate.phone().until('view');
  expect(questions).toMatchObject({ 'fast-0000001': { votes: 1 } });
});

test('[G17] after a restart everybody is who they were and sees what they saw', async () => {
  const debate = await server.debate({ screening: 'off' });
  const [phone, desk, overlay] = [debate.phone(), debate.staff('moderator'), debate.staff('overlay')];
  await Promise.all([phone.until('view'), desk.until('view'), overlay.until('view')]);
  await phone.send(ask('kept-0000001'));
  await phone.send({ type: 'upvote', questionId: 'kept-0000001', up: true });
  await desk.send({ type: 'take', questionId: 'kept-0000001', expected: null });
  await overlay.until('view', ({ onAir }) => onAir);
  const { token } = await phone.until('welcome');
  for (const wire of [phone, desk, overlay]) wire.heard.length = 0;
  await server.stop();
  await server.startAgain();
  expect(await overlay.until('view')).toMatchObject({ onAir: { questionId: 'kept-0000001' } });
  expect(await desk.until('view')).toMatchObject({ questions: { 'kept-0000001': { votes: 1 } } });
  const again = debate.phone({ token });
  expect(await again.until('mine')).toMatchObject({ upvotes: { 'kept-0000001': true } });
});

test('[A22] settings that are changed are on every screen at once', async () => {
  const debate = await server.debate({ title: 'Wrok in our town' });
  const [phone, desk] = [debate.phone(), debate.staff('moderator')];
  const [host, overlay] = [debate.staff('host'), debate.staff('overlay')];
  await Promise.all([phone, desk, host, overlay].map((wire) => wire.until('view')));
  const title = 'Work in our town';
  await server.api('PATCH', `/debates/${debate.id}`, { title, names: 'optional' });
  for (const wire of [phone, desk]) await wire.until('patch', (patch) => patch.debate?.title === title);
  await host.until('view', (view) => view.debate?.title === title);
  await overlay.until('view', (view) => view.title === title);
  const named = { type: 'askQuestion', id: 'named-000001', text: 'Why?', name: 'Vesa' };
  expect(await phone.send(named)).toMatchObject({ ok: true });
});
