import { expect, test } from 'vitest';
import { applyPatch } from '../../client/audience/applyPatch.ts';
import type { AudienceQuestion, AudienceView } from '../../shared/views.ts';

const row = (text: string, votes = 0, number = 1): AudienceQuestion => ({
  text,
  language: 'sq',
  votes,
  at: 1,
  status: 'approved',
  number,
});
const view: AudienceView = {
  seq: 5,
  debate: {
    id: 'abcdefghijkl',
    code: 'DFGJKL',
    title: 'Debate',
    series: '',
    status: 'open',
    languages: ['sq'],
    screening: 'first',
    names: 'off',
  },
  onAir: null,
  questions: { a: row('A', 1), b: row('B', 2, 2) },
};

test('[P5] a patch adds, replaces, counts and removes rows, and leaves the old view alone', () => {
  const before = structuredClone(view);
  const after = applyPatch(view, {
    seq: 8,
    from: 5,
    rows: { c: row('C') },
    tallies: { a: 7, unknown: 3 },
    gone: ['b'],
  });
  expect(after.seq).toBe(8);
  expect(after.questions).toEqual({ a: row('A', 7), c: row('C') });
  expect(view).toEqual(before);
});

test('[P5] counts by number do the same as tallies', () => {
  const rows = { c: row('C', 4, 3) };
  const byNumber = applyPatch(view, { seq: 8, from: 5, rows, counts: [2, 9, 77, 3, 1, 7] });
  expect(byNumber).toEqual(applyPatch(view, { seq: 8, from: 5, rows, tallies: { a: 7, b: 9 } }));
});

test('[P5] rows that a patch does not name stay the same objects', () => {
  const after = applyPatch(view, { seq: 6, from: 5, tallies: { a: 2 } });
  expect(after.questions.b).toBe(view.questions.b);
});

test('[P5] an absent onAir changes nothing; null clears it', () => {
  const onAir = { questionId: 'a', text: 'A', language: 'sq', since: 3 };
  const taken = applyPatch(view, { seq: 6, from: 5, onAir });
  expect(applyPatch(taken, { seq: 7, from: 6 }).onAir).toBe(onAir);
  expect(applyPatch(taken, { seq: 7, from: 6, onAir: null }).onAir).toBeNull();
});
