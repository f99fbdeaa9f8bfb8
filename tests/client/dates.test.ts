import { expect, test } from 'vitest';
import { formatDay, formatDayAndTime } from '../../client/lib/dates.ts';
import { formatNumber } from '../../client/lib/formatNumber.ts';
import { languageTags } from '../../shared/languages.ts';

const EVENING = new Date(2026, 10, 21, 20, 5).getTime();
const MORNING = new Date(2027, 0, 3, 9, 0).getTime();

const everywhere = (words: (language: (typeof languageTags)[number]) => string) =>
  Object.fromEntries(languageTags.map((language) => [language, words(language)]));

test('[L6] a day is written as each language writes it', () => {
  expect(everywhere((language) => formatDay(EVENING, language))).toEqual({
    en: '21 November 2026',
    sq: '21 nëntor 2026',
    'sr-Latn': '21. novembra 2026.',
    'sr-Cyrl': '21. новембра 2026.',
  });
});

test('[L6] a time has 24 hours and two digits', () => {
  expect(everywhere((language) => formatDayAndTime(MORNING, language))).toEqual({
    en: '3 January 2027, 09:00',
    sq: '3 janar 2027, ora 09:00',
    'sr-Latn': '3. januara 2027. u 09:00',
    'sr-Cyrl': '3. јануара 2027. у 09:00',
  });
});

test('[L6] every language names twelve months', () => {
  for (const language of languageTags) {
    const months = Array.from({ length: 12 }, (_, month) =>
      formatDay(new Date(2026, month, 1).getTime(), language),
    );
    expect(new Set(months).size).toBe(12);
    expect(months.join()).not.toMatch(/undefined| {2}/);
  }
});

test('[L7] thousands are parted as each language parts them', () => {
  expect(everywhere((language) => formatNumber(1234567, language))).toEqual({
    en: '1,234,567',
    sq: '1\u00a0234\u00a0567',
    'sr-Latn': '1.234.567',
    'sr-Cyrl': '1.234.567',
  });
  expect(formatNumber(999, 'en')).toBe('999');
  expect(formatNumber(0, 'sq')).toBe('0');
});
