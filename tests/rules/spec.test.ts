/** docs/SPEC.md and the tests say the same: no rule without a test, no test of a rule that is not there. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filesIn } from './filesIn.ts';

const rules = [...readFileSync('docs/SPEC.md', 'utf8').matchAll(/^- \*\*(\w+)\*\* (.+)$/gm)];
const ids = rules.map(([, id = '']) => id);
const NAMED = /['"`]\[([A-Z]\d+)\]/g;
const tested = new Set(
  filesIn(['tests'], ['.ts']).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(NAMED)].map(([, id = '']) => id),
  ),
);

describe('[C7] docs/SPEC.md', () => {
  test('[C7] every rule is named by a test', () => {
    expect(ids.filter((id) => !tested.has(id))).toEqual([]);
    expect(ids.length).toBeGreaterThan(100);
  });

  test('[C7] every rule that a test names is there', () => {
    expect([...tested].filter((id) => !ids.includes(id)).sort()).toEqual([]);
  });

  test('[C7] every rule is one sentence with a number of its own', () => {
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const sentences = rules.map(([, id, sentence = '']) => ({ id, sentence }));
    expect(sentences.filter(({ sentence }) => !/^[^a-z].*\.$/.test(sentence))).toEqual([]);
  });
});
