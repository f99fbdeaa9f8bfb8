/** The words of the phone page. */
import en from '../i18n/audience/en.json';
import sq from '../i18n/audience/sq.json';
import srCyrl from '../i18n/audience/sr-Cyrl.json';
import srLatn from '../i18n/audience/sr-Latn.json';
import { Translator } from '../i18n/translator.svelte.ts';

export const dictionaries = { en, sq, 'sr-Latn': srLatn, 'sr-Cyrl': srCyrl };

export const translator = new Translator<typeof en>(dictionaries);
export const { t } = translator;

/** Why something was refused, in the reader's words; a code this page has no words for reads as a plain failure. */
export function refusalText(code: string): string {
  const key = `refusal.${code}`;
  return t(key in en ? (key as 'refusal.failed') : 'refusal.failed');
}
