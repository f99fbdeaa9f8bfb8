/**
 * The languages Sofra speaks, in alphabetical order of their own names: a rule that puts none first.
 * To add one: a line here and a dictionary in client/i18n.
 */
export const LANGUAGES = {
  en: { name: 'English' },
  sq: { name: 'Shqip' },
  'sr-Latn': { name: 'Srpski' },
  'sr-Cyrl': { name: 'Српски' },
} as const;

export type Language = keyof typeof LANGUAGES;

export const languageTags = Object.keys(LANGUAGES) as Language[];

export const isLanguage = (tag: unknown): tag is Language => languageTags.some((known) => known === tag);
