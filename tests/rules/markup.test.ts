/** What no page may hold. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesIn } from './filesIn.ts';

const holding = (pattern: RegExp, endings: string[]) =>
  filesIn(['client'], endings).filter((file) => pattern.test(readFileSync(file, 'utf8')));

test('a text of a person never becomes markup', () => {
  expect(
    holding(/\{@html|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write/, [
      'client/**/*.{svelte,ts,html}',
    ]),
  ).toEqual([]);
});

test('pages have no inline handlers and ask nothing of third parties', () => {
  expect(holding(/\son[a-z]+="/, ['.html'])).toEqual([]);
  expect(holding(/(?:src|href)="(?:https?:)?\/\//, ['.svelte', '.html'])).toEqual([]);
  expect(holding(/@import\s+(?:url\()?['"]?https?:|url\(['"]?https?:/, ['.svelte', '.css'])).toEqual([]);
});

test('nothing is tested or served with a lock on another registry', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved": "http');
});
