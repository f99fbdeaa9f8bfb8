/** What holds after any log, in whatever order its events stand. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyLog } from './arbitrary.ts';
import { idOf, Play } from './play.ts';

function played(
  log: { by: string; event: Parameters<Play['hear']>[1] }[],
  screening: 'first' | 'off' = 'first',
): Play {
  const play = new Play({ screening });
  for (const { by, event } of log) play.hear(by, event);
  return play;
}

test('[D4] any log can be evolved, and the same log makes the same state', () => {
  fc.assert(
    fc.property(anyLog, (log) => {
      expect(played(log).state).toEqual(played(log).state);
    }),
  );
});

test('[D36] what a newer Sofra wrote is not passed over, and is named', () => {
  const play = new Play();
  const event = { type: 'questionHidden', questionId: idOf('a') } as unknown as Parameters<Play['hear']>[1];
  expect(() => play.hear('author', event)).toThrow('Entry 3 is questionHidden, written by a newer Sofra');
});

test('[D2] every event twice makes the same state as every event once', () => {
  fc.assert(
    fc.property(anyLog, (log) => {
      const once = played(log).state;
      const twice = played(log.flatMap((entry) => [entry, entry])).state;
      const { questions: _, onAir: a, checkpoint: c, ...first } = once;
      const { questions: __, onAir: b, checkpoint: d, ...second } = twice;
      expect(second).toEqual(first);
      expect(b?.questionId).toBe(a?.questionId);
      expect(d).toEqual(c);
      for (const [id, { status, votes }] of once.questions) {
        expect(twice.questions.get(id)).toMatchObject({ status, votes });
      }
    }),
  );
});

test('[D23] the running order holds approved questions only, none twice', () => {
  fc.assert(
    fc.property(anyLog, (log) => {
      const { order, questions } = played(log).state;
      expect(new Set(order).size).toBe(order.length);
      for (const id of order) expect(questions.get(id)?.status).toBe('approved');
    }),
  );
});

test('[D27] what is on air was approved when it was taken', () => {
  fc.assert(
    fc.property(anyLog, (log) => {
      const play = new Play();
      for (const { by, event } of log) {
        const before = play.state.onAir;
        const status =
          event.type === 'questionTaken' ? play.state.questions.get(event.questionId)?.status : undefined;
        play.hear(by, event);
        const { onAir } = play.state;
        if (onAir && onAir !== before) expect(status).toBe('approved');
      }
    }),
  );
});
