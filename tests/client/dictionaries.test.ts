/** Every screen says the same in every language, and both Serbian scripts say it letter by letter. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { languageTags } from '../../shared/languages.ts';

const ROOT = 'client/i18n';
const screens = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const read = (screen: string, language: string): Record<string, string> =>
  JSON.parse(readFileSync(`${ROOT}/${screen}/${language}.json`, 'utf8'));

const stem = (key: string) => key.replace(/\.(one|few|other)$/, '');
const parameters = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

/** Cyrillic to Latin is exact, the other way round is not: so the test goes this way. */
const LATIN: Record<string, string> = {
  ...Object.fromEntries(
    [...'абвгдђежзијклмнопрстћуфхцчш'].map((c, i) => [c, 'abvgdđežzijklmnoprstćufhcčš'[i]]),
  ),
  љ: 'lj',
  њ: 'nj',
  џ: 'dž',
};
const toLatin = (text: string) =>
  Array.from(text, (letter) => {
    const small = letter.toLowerCase();
    const latin = LATIN[small];
    if (latin === undefined || small === letter) return latin ?? letter;
    return latin.charAt(0).toUpperCase() + latin.slice(1);
  }).join('');

describe.each(screens)('%s', (screen) => {
  test('[L2] has every word in every language', () => {
    const keys = (language: string) => [...new Set(Object.keys(read(screen, language)).map(stem))].toSorted();
    for (const language of languageTags) {
      expect(existsSync(`${ROOT}/${screen}/${language}.json`)).toBe(true);
      expect(keys(language)).toEqual(keys('en'));
    }
  });

  test('[L3] has a form for every number', () => {
    for (const language of languageTags) {
      const words = read(screen, language);
      const counted = new Set(
        Object.keys(words)
          .filter((key) => stem(key) !== key)
          .map(stem),
      );
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const key of counted) for (const form of forms) expect(words).toHaveProperty([`${key}.${form}`]);
    }
  });

  test('[L4] names the same parameters in every language, and leaves no text empty', () => {
    const english = read(screen, 'en');
    for (const language of languageTags)
      for (const [key, text] of Object.entries(read(screen, language))) {
        expect(text.trim()).not.toBe('');
        const model = english[key] ?? english[`${stem(key)}.other`] ?? '';
        if (!/\.one$/.test(key)) expect([key, parameters(text)]).toEqual([key, parameters(model)]);
      }
  });

  test('[L5] says in Serbian Cyrillic what it says in Serbian Latin', () => {
    const latin = read(screen, 'sr-Latn');
    for (const [key, text] of Object.entries(read(screen, 'sr-Cyrl')))
      expect([key, toLatin(text)]).toEqual([key, latin[key]]);
  });
});
