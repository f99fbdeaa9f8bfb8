import en from '../i18n/host/en.json';
import sq from '../i18n/host/sq.json';
import srCyrl from '../i18n/host/sr-Cyrl.json';
import srLatn from '../i18n/host/sr-Latn.json';
import { Translator } from '../i18n/translator.svelte.ts';

export const words = new Translator({ en, sq, 'sr-Latn': srLatn, 'sr-Cyrl': srCyrl });
export const t = words.t;
