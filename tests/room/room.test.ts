import { afterEach, describe, expect, test, vi } from 'vitest';
import { streamOf } from '../../server/debate/events.ts';
import { type Journal, JournalFailure, type Recorded, Unconfirmed } from '../../server/journal/journal.ts';
import { MemoryJournal } from '../../server/journal/memory.ts';
import { Room } from '../../server/room/room.ts';
import { Rooms } from '../../server/room/rooms.ts';
import { idOf, MODERATOR, Play, SETTINGS } from '../debate/play.ts';

const STREAM = streamOf(SETTINGS.id);
const vote = (name: string, up = true) => ({ type: 'upvote', questionId: idOf(name), up }) as const;

async function journalWith(...names: string[]): Promise<MemoryJournal> {
  const journal = new MemoryJournal();
  await journal.append(STREAM, new Play({ screening: 'off' }).approved(...names).log);
  return journal;
}

const FULL = new JournalFailure('no space left');

/** The real journal, but the next appends fail. */
function failing(journal: Journal, ...failures: Error[]): Journal {
  return new Proxy(journal, {
    get(target, name) {
      if (name === 'append' && failures.length > 0) return () => Promise.reject(failures.shift());
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

afterEach(() => vi.useRealTimers());

describe('a room', () => {
  test('[R2] answers only what the log holds: a failed append is refused for now and changes nothing', async () => {
    const journal = failing(await journalWith('a'), FULL);
    const room = await Room.load(SETTINGS.id, journal);
    const heard: unknown[] = [];
    room.onChange((changes) => heard.push(changes));
    const before = room.seq;
    expect(await room.perform(vote('a'), { id: 'vera' })).toMatchObject({
      ok: false,
      code: 'unavailable',
      retryAfterMs: expect.any(Number),
    });
    expect([room.seq, heard.length, room.state.questions.get(idOf('a'))?.votes]).toEqual([before, 0, 0]);
    expect(await room.perform(vote('a'), { id: 'vera' })).toEqual({ ok: true, seq: before + 1 });
    expect(room.state.questions.get(idOf('a'))?.votes).toBe(1);
  });

  test('[R2] says where nobody knows whether it was kept', async () => {
    const failures = [new Unconfirmed('the disk did not answer'), new Error('a bug')];
    const bugs: unknown[] = [];
    const journal = failing(await journalWith('a'), ...failures);
    const room = await Room.load(SETTINGS.id, journal, { onBug: (bug) => bugs.push(bug) });
    for (const _ of [1, 2])
      expect(await room.perform(vote('a'), { id: 'vera' })).toMatchObject({
        code: 'unknown',
        retryAfterMs: expect.any(Number),
      });
    expect(bugs).toEqual([new Error('a bug')]);
    expect(await room.perform(vote('a'), { id: 'vera' })).toMatchObject({ ok: true });
  });

  test('[R3] shows a change to its listeners before the change is answered', async () => {
    const room = await Room.load(SETTINGS.id, await journalWith('a'));
    const order: string[] = [];
    room.onChange(() => order.push(`told ${room.seq}`));
    const { seq } = room;
    await room.perform(vote('a'), { id: 'vera' }).then(() => order.push('answered'));
    expect(order).toEqual([`told ${seq + 1}`, 'answered']);
  });

  test('[R4] carries out one person’s commands one after another, even where one of them fails', async () => {
    const room = await Room.load(SETTINGS.id, failing(await journalWith('a'), FULL));
    const outcomes = await Promise.all(
      [true, false, true, true, false].map((up) => room.perform(vote('a', up), { id: 'vera' })),
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([false, true, true, true, true]);
    expect(room.state.questions.get(idOf('a'))?.votes).toBe(0);
  });

  test('[A26] begins nothing of what waits for its turn once who asked for it may act no more', async () => {
    const room = await Room.load(SETTINGS.id, await journalWith('a', 'b'));
    let isOver = false;
    const enqueue = (name: string) =>
      room.perform({ type: 'enqueue', questionId: idOf(name) }, { id: MODERATOR }, () => isOver);
    const both = [enqueue('a'), enqueue('b')];
    isOver = true;
    expect((await Promise.all(both)).map((outcome) => outcome.ok || outcome.code)).toEqual([
      true,
      'unavailable',
    ]);
    expect(room.state.order).toEqual([idOf('a')]);
  });

  test('[R5] notes every thousand entries where the hash chain stands, and the log verifies up to there', async () => {
    const journal = await journalWith('a');
    const heads = vi.spyOn(journal, 'head');
    const room = await Room.load(SETTINGS.id, journal);
    const noted = new Promise<void>((resolve) => {
      room.onChange(() => room.state.checkpoint && resolve());
    });
    const voters = Array.from({ length: 1_000 }, (_, index) => `voter${index}`);
    await Promise.all(voters.map((id) => room.perform(vote('a'), { id })));
    await noted;
    const checkpoint = room.state.checkpoint;
    expect(checkpoint?.position).toBeGreaterThanOrEqual(1_000);
    expect(checkpoint).toEqual(await heads.mock.results[0]?.value);
    expect(await journal.verify(STREAM)).toMatchObject({ broken: null });
    const again = await Room.load(SETTINGS.id, journal);
    expect(again.state).toEqual(room.state);
  });

  test('[R6] that cannot follow its log answers no more and says so', async () => {
    const journal = await journalWith('a');
    const failures: unknown[] = [];
    const room = await Room.load(SETTINGS.id, journal, { onFailure: (_, error) => failures.push(error) });
    room.onChange(() => {
      throw new Error('a bug in a listener');
    });
    await room.perform(vote('a'), { id: 'vera' });
    expect(failures).toHaveLength(1);
    expect(await room.perform(vote('a', false), { id: 'vera' })).toMatchObject({ code: 'unavailable' });
  });

  test('[R11] one answer that cannot be given keeps nobody else from theirs', async () => {
    const bugs: unknown[] = [];
    const room = await Room.load(SETTINGS.id, await journalWith('a'), { onBug: (bug) => bugs.push(bug) });
    const bug = new Error('a bug in an answer');
    const fails = () => {
      throw bug;
    };
    room.handle({ command: vote('a'), actor: { id: 'vera' }, answer: fails });
    const after = [vote('a', false), vote('a')].map((command) => room.perform(command, { id: 'vera' }));
    const others = ['agim', 'jelena'].map((id) => room.perform(vote('a'), { id }));
    expect((await Promise.all([...after, ...others])).map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(bugs).toEqual([bug]);
    expect(room.isIdle).toBe(true);
  });

  test('[R2] tells everybody whose vote the log refused, however many they are', async () => {
    const room = await Room.load(SETTINGS.id, await journalWith('a'));
    const closing = room.perform({ type: 'closeDebate' }, { id: MODERATOR });
    const voters = Array.from({ length: 2_500 }, (_, index) => `voter${index}`);
    const outcomes = await Promise.all(voters.map((id) => room.perform(vote('a'), { id })));
    await closing;
    expect(room.state.questions.get(idOf('a'))?.votes).toBe(0);
    expect(outcomes.filter(({ ok }) => ok)).toEqual([]);
  });

  test('[R2] tells of a refusal, however much of others the log refuses before it is answered', async () => {
    const journal = await journalWith('a');
    const answered = { at: 0, by: MODERATOR, event: { type: 'questionAnswered', questionId: idOf('a') } };
    const votes = Array.from({ length: 1_500 }, (_, index) => ({
      at: 0,
      by: `voter${index}`,
      event: { type: 'upvoted', questionId: idOf('a') },
    }));
    const busy = new Proxy(journal, {
      get: (target, name) =>
        name !== 'append'
          ? Reflect.get(target, name).bind(target)
          : async (stream: string, own: Recorded[]) => {
              const last = await target.append(stream, [answered, ...own]);
              await target.append(stream, votes);
              return last;
            },
    });
    const room = await Room.load(SETTINGS.id, busy);
    expect(await room.perform(vote('a'), { id: 'vera' })).toMatchObject({ code: 'questionAnswered' });
  });

  test('[R6] does not answer for entries on which it broke, and follows no further', async () => {
    const journal = await journalWith('a');
    const room = await Room.load(SETTINGS.id, journal);
    const unknown = { at: 0, by: 'server', event: { type: 'fromTheFuture' } };
    const [, outcome] = await Promise.all([
      journal.append(STREAM, [unknown]),
      room.perform(vote('a'), { id: 'vera' }),
    ]);
    expect(outcome).toMatchObject({ code: 'unknown' });
    const failures: unknown[] = [];
    const stopped = vi.fn();
    vi.spyOn(journal, 'follow').mockImplementation(async (_stream, after, hear) => {
      for await (const entries of journal.read(STREAM, after)) hear(entries);
      return stopped;
    });
    const loading = Room.load(SETTINGS.id, journal, { onFailure: (_, error) => failures.push(error) });
    await expect(loading).rejects.toThrow('cannot be replayed');
    expect(failures.map(String)).toEqual([
      expect.stringContaining('Entry 4 is fromTheFuture, written by a newer Sofra'),
    ]);
    expect(stopped).toHaveBeenCalledOnce();
  });
});

describe('the rooms of a node', () => {
  test('[R7] a room is loaded once for all who ask, and again after it broke', async () => {
    const rooms = new Rooms({ journal: await journalWith('a'), onFailure: () => {} });
    const [one, two] = await Promise.all([rooms.open(SETTINGS.id), rooms.open(SETTINGS.id)]);
    expect(one).toBe(two);
    one.onChange(() => {
      throw new Error('a bug in a listener');
    });
    await one.perform(vote('a'), { id: 'vera' });
    const reloaded = await rooms.open(SETTINGS.id);
    expect(reloaded).not.toBe(one);
    expect(reloaded.state.questions.get(idOf('a'))?.votes).toBe(1);
    await rooms.close();
  });

  test('[R7] what fails late in a room that broke does not end the one that was loaded after it', async () => {
    const journal = await journalWith('a');
    const head = vi.spyOn(journal, 'head');
    let failLate = (_: Error) => {};
    head.mockReturnValueOnce(
      new Promise((_, reject) => {
        failLate = reject;
      }),
    );
    const failures: unknown[] = [];
    const rooms = new Rooms({ journal, onFailure: (_, error) => failures.push(error) });
    const broken = await rooms.open(SETTINGS.id);
    const voters = Array.from({ length: 1_000 }, (_, index) => `voter${index}`);
    await Promise.all(voters.map((id) => broken.perform(vote('a'), { id })));
    expect(head).toHaveBeenCalledOnce();
    broken.onChange(() => {
      throw new Error('a bug in a listener');
    });
    await broken.perform(vote('a', false), { id: 'voter0' });
    const reloaded = await rooms.open(SETTINGS.id);
    failLate(new Error('a bug in the journal'));
    await new Promise((soon) => setImmediate(soon));
    expect(await rooms.open(SETTINGS.id)).toBe(reloaded);
    expect(failures).toEqual([new Error('a bug in a listener')]);
    await rooms.close();
  });

  test('[R8] a room that nobody listens to is dropped after a while and comes back the same', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const rooms = new Rooms({ journal: await journalWith('a') });
    const idle = await rooms.open(SETTINGS.id);
    await idle.perform(vote('a'), { id: 'vera' });
    const busy = rooms.size;
    await vi.advanceTimersByTimeAsync(180_000);
    expect([busy, rooms.size]).toEqual([1, 0]);
    const back = await rooms.open(SETTINGS.id);
    expect(back).not.toBe(idle);
    expect(back.state).toEqual(idle.state);
    back.onChange(() => {});
    await vi.advanceTimersByTimeAsync(180_000);
    expect(rooms.size).toBe(1);
    await rooms.close();
  });

  test('[R9] the status of a debate is told when it changes and once after loading', async () => {
    const journal = await journalWith('a');
    const told: string[] = [];
    const rooms = new Rooms({ journal, onDebate: ({ id, state }) => told.push(`${id} ${state.status}`) });
    const room = await rooms.open(SETTINGS.id);
    await room.perform({ type: 'closeDebate' }, { id: MODERATOR });
    expect(told).toEqual([`${SETTINGS.id} open`, `${SETTINGS.id} closed`]);
    await rooms.close();
  });
});

test('[R10] a repeated append under an earlier failure keeps the order of what is recorded', async () => {
  const journal = await journalWith('a');
  const records: Recorded[] = [];
  await journal.follow(STREAM, 0, (entries) => records.push(...entries));
  const room = await Room.load(SETTINGS.id, failing(journal, FULL, FULL));
  const ask = (id: string) => ({ type: 'askQuestion', id, text: 'Why?' }) as const;
  for (const id of ['first-00001', 'second-0001', 'first-00001', 'second-0001']) {
    await room.perform(ask(id), { id: 'vera' });
  }
  const asked = records.map(({ event }) => event).filter(({ type }) => type === 'questionAsked');
  expect(asked.slice(-2)).toMatchObject([{ questionId: 'first-00001' }, { questionId: 'second-0001' }]);
  expect(asked).toHaveLength(3);
});
