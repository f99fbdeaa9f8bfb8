/** How entries of other versions are read. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from '../../server/journal/codec.ts';
import { JournalFailure, type Recorded } from '../../server/journal/journal.ts';
import type { Upcasts } from '../../server/journal/upcasts.ts';

const asked = (event: object): Recorded => ({ at: 5, by: 'p1', event: { type: 'asked', ...event } });

/** Version 2 of `asked` has a language, version 3 its text under another name. */
const upcasts: Upcasts = new Map([
  [
    'asked',
    [(event) => ({ ...event, language: 'sq' }), ({ text, ...event }) => ({ ...event, wording: text })],
  ],
]);

test('[J6] an event that names a question is written and read as any JSON', () => {
  const awkward = fc.constantFrom(
    '',
    'a"b',
    'a\\\\b',
    '\\\\u0061',
    'ћ',
    'a\nb',
    '"}},{',
    'constructor',
    '__proto__',
  );
  const text = fc.oneof(fc.stringMatching(/^[\w:-]{0,20}$/), awkward);
  const number = fc.oneof(fc.nat(), fc.constantFrom(-1, 1.5, 1e21, Number.MAX_SAFE_INTEGER));
  const event = fc.record(
    { type: text, questionId: text, more: text },
    { requiredKeys: ['type', 'questionId'] },
  );
  fc.assert(
    fc.property(fc.record({ at: number, by: text, event }), (recorded) => {
      expect(decode(encode(recorded), 7)).toEqual({ position: 7, ...recorded });
      expect(JSON.parse(encode(recorded))).toEqual({ v: 1, ...recorded });
    }),
    { numRuns: 1_000 },
  );
});

test('[J16] an entry of an older version is read as it would be written today', () => {
  const wording = { type: 'asked', language: 'sq', wording: 'Pse?' };
  expect(decode(encode(asked({ text: 'Pse?' })), 1, upcasts)).toEqual({
    position: 1,
    at: 5,
    by: 'p1',
    event: wording,
  });
  const second = new Map([...upcasts].map(([type, steps]) => [type, steps.slice(0, 1)]));
  const kept = encode(asked({ text: 'Pse?', language: 'en' }), second);
  expect(decode(kept, 2, upcasts).event).toEqual({ ...wording, language: 'en' });
});

test('[J16] an entry of today, or of a type that never changed, is read as it is', () => {
  const today = asked({ language: 'en', wording: 'Why?' });
  expect(decode(encode(today, upcasts), 7, upcasts)).toEqual({ position: 7, ...today });
  const other = { ...today, event: { type: 'constructor' } };
  expect(decode(encode(other, upcasts), 7, upcasts)).toEqual({ position: 7, ...other });
});

test('[J16] an entry of a newer version is refused, not guessed at', () => {
  const newer = encode(asked({ wording: 'Why?' }), upcasts);
  expect(() => decode(newer, 9)).toThrow(JournalFailure);
  expect(() => decode(newer, 9)).toThrow('Entry 9 is asked of version 3, written by a newer Sofra');
  expect(() => decode('{"v":1,', 9)).toThrow('Entry 9 is not readable');
});
