import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Room } from '../../server/room/room.ts';
import { audienceView } from '../../server/views/audience.ts';
import { hostView } from '../../server/views/host.ts';
import { moderatorView } from '../../server/views/moderator.ts';
import { overlayView } from '../../server/views/overlay.ts';
import type { Command } from '../../shared/commands.ts';
import { idOf, MODERATOR, OTHER_MODERATOR, Play, SETTINGS } from '../debate/play.ts';
import { ScheduledLog } from './scheduledJournal.ts';

const NAMES = ['a', 'b', 'c'];
const INTERLEAVINGS = 2_000;

/** What a moderator does next; `take` and `clear` say what this moderator's own screen shows at that moment. */
const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('take' as const), name: fc.constantFrom(...NAMES) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('clear' as const) }) },
  fc.record({
    type: fc.constantFrom(
      'approve' as const,
      'enqueue' as const,
      'dequeue' as const,
      'markAnswered' as const,
    ),
    name: fc.constantFrom(...NAMES),
  }),
  fc.record({ type: fc.constant('decline' as const), name: fc.constantFrom(...NAMES) }),
  fc.record({
    type: fc.constant('move' as const),
    name: fc.constantFrom(...NAMES),
    before: fc.constantFrom(...NAMES),
  }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function commandOf(next: Act, room: Room): Command {
  const expected = room.state.onAir?.questionId ?? null;
  switch (next.type) {
    case 'clear':
      return { type: 'clear', expected };
    case 'take':
      return { type: 'take', questionId: idOf(next.name), expected };
    case 'decline':
      return { type: 'decline', questionId: idOf(next.name), reason: 'unclear' };
    case 'move':
      return { type: 'move', questionId: idOf(next.name), before: idOf(next.before) };
    default:
      return { type: next.type, questionId: idOf(next.name) };
  }
}

const screens = ({ state, seq }: Room) =>
  JSON.stringify([
    audienceView(state, seq),
    moderatorView(state, seq, 0),
    hostView(state, seq),
    overlayView(state, seq),
  ]);

async function play(scheduler: fc.Scheduler, first: Act[], second: Act[]) {
  const log = new ScheduledLog();
  const opening = new Play().approved(...NAMES).log;
  log.land(opening);
  const rooms = await Promise.all(
    ['one', 'two'].map((name) =>
      Room.load(SETTINGS.id, log.node(scheduler, name), {}, () => log.entries.length),
    ),
  );
  const [one, two] = rooms;
  if (!one || !two) throw new Error('two nodes are needed');
  const moderate = async (room: Room, id: string, acts: Act[]) => {
    for (const next of acts) {
      const command = commandOf(next, room);
      const saw = room.state.onAir?.questionId ?? null;
      const { seq } = room;
      const outcome = await room.perform(command, { id });
      const isOnAir = command.type === 'take' || command.type === 'clear';
      if (outcome.ok && outcome.seq > seq && isOnAir) granted.push({ by: id, seq: outcome.seq, saw });
    }
  };
  const granted: { by: string; seq: number; saw: string | null }[] = [];
  const done = Promise.all([moderate(one, MODERATOR, first), moderate(two, OTHER_MODERATOR, second)]);
  await scheduler.waitFor(done);
  await scheduler.waitAll();
  return { log, one, two, granted };
}

/** What the log alone says was on air before and after each position. */
function airByPosition(entries: ScheduledLog['entries']) {
  const replay = new Play();
  const air: (string | null)[] = [null, null, null];
  for (const { by, event } of entries.slice(replay.seq)) {
    replay.hear(by, event as Parameters<Play['hear']>[1]);
    air.push(replay.state.onAir?.questionId ?? null);
  }
  return air;
}

test(`[R1] two moderators on two nodes, ${INTERLEAVINGS} interleavings: all screens end equal, and take and clear change only what their sender saw`, async () => {
  let changed = 0;
  const acts = fc.array(act, { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), acts, acts, async (scheduler, first, second) => {
      const { log, one, two, granted } = await play(scheduler, first, second);
      expect(one.seq).toBe(log.entries.length);
      expect(screens(one)).toBe(screens(two));
      const air = airByPosition(log.entries);
      for (const { by, seq, saw } of granted) {
        const [before, after] = [air[seq - 1], air[seq]];
        if (before === after || log.entries[seq - 1]?.by !== by) continue;
        changed += 1;
        expect(before).toBe(saw);
      }
    }),
    { numRuns: INTERLEAVINGS },
  );
  expect(changed).toBeGreaterThan(INTERLEAVINGS);
}, 120_000);
