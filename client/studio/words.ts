import en from '../i18n/studio/en.json';
import sq from '../i18n/studio/sq.json';
import srCyrl from '../i18n/studio/sr-Cyrl.json';
import srLatn from '../i18n/studio/sr-Latn.json';
import { Translator } from '../i18n/translator.svelte.ts';

export const dictionaries = { en, sq, 'sr-Latn': srLatn, 'sr-Cyrl': srCyrl };

export const translator = new Translator<typeof en>(dictionaries);
export const { t } = translator;
