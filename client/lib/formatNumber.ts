/** Whole numbers with the thousands mark of each language. The table is our own: browsers have no Albanian formats. */
import type { Language } from '../../shared/languages.ts';

const NO_BREAK_SPACE = '\u00a0';
const THOUSANDS: Record<Language, string> = {
  en: ',',
  sq: NO_BREAK_SPACE,
  'sr-Latn': '.',
  'sr-Cyrl': '.',
};

export function formatNumber(value: number, language: Language): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, THOUSANDS[language]);
}
