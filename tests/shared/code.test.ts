import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CODE_ALPHABET, CODE_LENGTH, makeCode, readCode } from '../../shared/code.ts';

const draws = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
  minLength: CODE_LENGTH,
  maxLength: CODE_LENGTH,
});

describe('[T9] a join code', () => {
  test('[T9] is six letters without vowels, and nothing unwelcome is among them', () => {
    expect(CODE_ALPHABET).not.toMatch(/[AEIOUY]/);
    fc.assert(
      fc.property(draws, (numbers) => {
        const code = makeCode(numbers);
        expect(code === null || (readCode(code) === code && !/SNS|LVV|KKK|SS/.test(code))).toBe(true);
      }),
    );
  });

  test.each([
    ['small letters', 'drvnfk', 'DRVNFK'],
    ['spaces and dashes', ' drv-nfk ', 'DRVNFK'],
    ['a Cyrillic keyboard', 'дрвнфк', 'DRVNFK'],
    ['both at once', 'ДrВnФk', 'DRVNFK'],
  ])('[T9] is read from %s', (_, typed, code) => {
    expect(readCode(typed)).toBe(code);
  });

  test('[T9] has a Cyrillic key for each letter', () => {
    expect([...'ДФГЈКЛНРСТВЗ'].map((key) => readCode(key.repeat(CODE_LENGTH))?.charAt(0))).toEqual([
      ...CODE_ALPHABET,
    ]);
  });

  test.each(['', 'DRVNF', 'DRVNFKK', 'DRVNFA', '123456', 'DRVNF​K'])('[T9] is not %j', (typed) => {
    expect(readCode(typed)).toBeNull();
  });
});
