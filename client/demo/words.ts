/** The words of the demo page. */
import en from '../i18n/demo/en.json';
import sq from '../i18n/demo/sq.json';
import srCyrl from '../i18n/demo/sr-Cyrl.json';
import srLatn from '../i18n/demo/sr-Latn.json';
import { Translator } from '../i18n/translator.svelte.ts';

export const translator = new Translator<typeof en>({ en, sq, 'sr-Latn': srLatn, 'sr-Cyrl': srCyrl });
export const { t } = translator;
