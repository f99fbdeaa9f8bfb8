import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../shared/languages.ts';
import { cleanText, countGraphemes, languageOfText, QUESTION_GRAPHEMES } from '../../shared/text.ts';

const clean = (raw: string, graphemes = QUESTION_GRAPHEMES) => {
  const cleaned = cleanText(raw, graphemes);
  return cleaned.ok ? cleaned.text : { refused: cleaned.code };
};

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      'č',
      ' ',
      '\n',
      '\u0301',
      '\u0323',
      '\u200d',
      '\u200b',
      '\u202e',
      '👩',
      '👧',
      '🏽',
      '\ufe0f',
      'ћ',
      '\u00ad',
      '\u1100',
      '\u1161',
      '\u{e0041}',
    ),
    maxLength: 40,
  }),
);

describe('[T1] a text is kept as one line', () => {
  test.each([
    ['spaces, tabs and line breaks', '  Kur \t do\n\nte hapet?\r\n', 'Kur do te hapet?'],
    ['spaces of other widths', 'a\u00a0b\u2003c\u3000d\u2028e', 'a b c d e'],
    ['letters in one form', 'C\u030cas\u030c', 'Čaš'],
  ])('[T1] %s', (_, raw, kept) => {
    expect(clean(raw)).toBe(kept);
  });
});

describe('[T2] what nobody sees is dropped', () => {
  test.each([
    ['zero width, soft hyphen, byte order mark', 'a\u200bb\u00adc\ufeffd\u2060e', 'abcde'],
    ['what turns the direction of reading', '\u202eabc\u202c \u2066def\u2069', 'abc def'],
    ['hidden tags', 'a\u{e0041}\u{e007f}b', 'ab'],
    ['a joiner between letters', 'a\u200db', 'ab'],
  ])('[T2] %s', (_, raw, kept) => {
    expect(clean(raw)).toBe(kept);
  });

  test.each(['👩‍👩‍👧', '👩🏽‍🚒', '🏳️‍🌈', '❤️‍🔥'])('[T2] but %s stays whole', (emoji) => {
    expect(clean(`a ${emoji} b`)).toBe(`a ${emoji} b`);
  });
});

test('[T3] no more than two marks stay on a letter', () => {
  expect(clean('Z\u0335\u0321\u0322\u0327a')).toBe('Z\u0335\u0321a'.normalize('NFC'));
  expect(clean('q\u0301\u0323'.normalize('NFC'))).toBe('q\u0323\u0301');
});

describe('[T4] a text is as long as a reader counts it', () => {
  test.each(['a', 'ć', '👩‍👩‍👧', '🏳️‍🌈', 'ë', 'љ'])('[T4] %s counts as one', (letter) => {
    expect(countGraphemes(letter)).toBe(1);
  });

  test('[T4] up to its limit and no further', () => {
    expect(clean('ж'.repeat(280))).toBe('ж'.repeat(280));
    expect(clean('ж'.repeat(281))).toEqual({ refused: 'textTooLong' });
    expect(clean(`${'ж'.repeat(280)}   `)).toBe('ж'.repeat(280));
  });

  test('[T4] whatever a reader counts, 2,048 bytes', () => {
    expect(clean('👩‍👩‍👧'.repeat(113))).toBe('👩‍👩‍👧'.repeat(113));
    expect(clean('👩‍👩‍👧'.repeat(114))).toEqual({ refused: 'textTooLong' });
    expect(clean('x'.repeat(1_000_000))).toEqual({ refused: 'textTooLong' });
  });
});

test.each([
  ['a null', 'a\u0000b'],
  ['an escape sequence', '\u001b[31mred'],
  ['private use', 'a\ue000b'],
  ['half a surrogate pair', 'a\ud83d b'],
  ['the other half', 'a \udc69'],
])('[T5] %s is refused', (_, raw) => {
  expect(clean(raw)).toEqual({ refused: 'textNotAllowed' });
});

test.each([
  ['nothing', ''],
  ['space', ' \n\t '],
  ['what nobody sees', '\u200b\u202e\u00ad'],
  ['marks without a letter', '\u0301\u0301'],
])('[T6] %s is an empty text', (_, raw) => {
  expect(clean(raw)).toEqual({ refused: 'textEmpty' });
});

test('[T7] whatever is written, it is refused or kept clean, and cleaning again changes nothing', () => {
  fc.assert(
    fc.property(anyText, (raw) => {
      const kept = clean(raw);
      if (typeof kept !== 'string') return;
      expect(clean(kept)).toBe(kept);
      expect(kept).toBe(kept.normalize('NFC'));
      expect(kept).not.toMatch(/^\s|\s$|\s\s|[\n\r\u200b\u202a-\u202e\u2066-\u2069]/);
      expect(countGraphemes(kept)).toBeLessThanOrEqual(QUESTION_GRAPHEMES);
    }),
    { numRuns: 3_000 },
  );
});

describe('[T8] the tag of a Serbian text follows its script', () => {
  test.each([
    ['Када почињу радови?', 'sr-Latn', 'sr-Cyrl'],
    ['Kada počinju radovi?', 'sr-Cyrl', 'sr-Latn'],
    ['Kada počinju radovi?', 'sr-Latn', 'sr-Latn'],
    ['Када?', 'en', 'sr-Cyrl'],
    ['Kur hapet ura?', 'sq', 'sq'],
    ['2027?', 'sr-Cyrl', 'sr-Cyrl'],
  ])('[T8] %s on a screen in %s is %s', (text, screen, tag) => {
    expect(languageOfText(text, screen)).toBe(tag);
  });
});

test('[L1] languages stand in the alphabetical order of their own names: none is first by rank', () => {
  const names = Object.values(LANGUAGES).map(({ name }) => name);
  expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other, 'en')));
});
