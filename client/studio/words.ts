import en from '../i18n/studio/en.json';
import sq from '../i18n/studio/sq.json';
import srCyrl from '../i18n/studio/sr-Cyrl.json';
import srLatn from '../i18n/studio/sr-Latn.json';
import { Translator } from '../i18n/translator.svelte.ts';

export const dictionaries = { en, sq, 'sr-Latn': srLatn, 'sr-Cyrl': srCyrl };

type Key = keyof typeof en;
/** A text that another one explains, under the same name and `More`. */
export type ExplainedKey = { [Each in Key]: `${Each}More` extends Key ? Each : never }[Key];

export const translator = new Translator<typeof en>(dictionaries);
export const { t } = translator;
