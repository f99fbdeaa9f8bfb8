/** docs/walk.md leads through the code as it is: every file and every name in it exists, where it says so. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const walk = readFileSync('docs/walk.md', 'utf8');
const steps = walk.split(/\n(?=\d+\. |After )/).slice(1);
const quoted = (step: string) => [...step.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words);
const isFile = (words: string) => words.includes('/');
/** A `{shape}` is no name. */
const isName = (words: string) => /^#?[\w.]+$/.test(words);

const files = new Map(
  [...new Set(quoted(walk).filter(isFile))].map((file) => [
    file,
    existsSync(file) ? readFileSync(file, 'utf8') : undefined,
  ]),
);

const says = (file: string, name: string) =>
  name.split('.').every((part) => new RegExp(`(?<![\\w#])${part}(?!\\w)`).test(files.get(file) ?? ''));

test('[C8] every file of the walk exists', () => {
  expect([...files].filter(([, source]) => source === undefined).map(([file]) => file)).toEqual([]);
  expect(files.size).toBeGreaterThan(15);
});

test('[C8] every name is found in a file of its step', () => {
  const lost = steps.flatMap((step) =>
    quoted(step)
      .filter((words) => !isFile(words) && isName(words))
      .filter(
        (name) =>
          !quoted(step)
            .filter(isFile)
            .some((file) => says(file, name)),
      )
      .map((name) => `${name}: ${step.split('\n')[0]}`),
  );
  expect(lost).toEqual([]);
  expect(steps).toHaveLength(11);
});
