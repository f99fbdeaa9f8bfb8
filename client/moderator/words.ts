import en from '../i18n/moderator/en.json';
import sq from '../i18n/moderator/sq.json';
import srCyrl from '../i18n/moderator/sr-Cyrl.json';
import srLatn from '../i18n/moderator/sr-Latn.json';
import { Translator } from '../i18n/translator.svelte.ts';

export const words = new Translator({ en, sq, 'sr-Latn': srLatn, 'sr-Cyrl': srCyrl });
export const t = words.t;
