/** However many questions and people there are: votes are what plain sets would make of them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mine } from '../../server/views/mine.ts';
import { idOf, Play } from './play.ts';

const QUESTIONS = Array.from({ length: 100 }, (_, index) => String(index));
const PEOPLE = ['vera', 'arta', 'emin'];

const cast = fc.record({
  name: fc.constantFrom(...QUESTIONS),
  by: fc.constantFrom(...PEOPLE),
  up: fc.boolean(),
});

test('[D8] the last word of each person on each of many questions counts', () => {
  fc.assert(
    fc.property(fc.array(cast, { maxLength: 300 }), (casts) => {
      const play = new Play({ screening: 'off' });
      for (const name of QUESTIONS) play.ask(name);
      const wanted = new Map(PEOPLE.map((by) => [by, new Set<string>()]));
      for (const { name, by, up } of casts) {
        expect(play.vote(name, by, up).ok).toBe(true);
        if (up) wanted.get(by)?.add(name);
        else wanted.get(by)?.delete(name);
      }
      for (const [by, names] of wanted) {
        const { upvotes } = mine(play.state, by, play.seq);
        expect(new Set(Object.keys(upvotes ?? {}))).toEqual(new Set([...names].map(idOf)));
      }
      for (const name of QUESTIONS)
        expect(play.votes(name)).toBe([...wanted.values()].filter((names) => names.has(name)).length);
    }),
  );
});
