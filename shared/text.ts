/**
 * What a person may write, and the form in which it is kept.
 * The one cleaning of text: every text passes here once, at the edge.
 */
export const QUESTION_GRAPHEMES = 280;
export const NAME_GRAPHEMES = 40;
export const REASON_GRAPHEMES = 200;
const MAX_BYTES = 2048;

export type TextRefusal = 'textEmpty' | 'textTooLong' | 'textNotAllowed';
type CleanText = { ok: true; text: string } | { ok: false; code: TextRefusal };

const LONE_SURROGATE = /\p{Surrogate}/u;
const CONTROL = /[\p{Cc}\p{Co}]/u;
/** Bidi controls and zero-width characters: invisible, and able to make a text read as another. */
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffc]|\u034f|[\u17b4\u17b5]|[\u180b-\u180d\u180f]|[\u{1bca0}-\u{1bca3}]|[\u{1d173}-\u{1d17a}]|[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/gu;
const PILED_MARKS = /(\p{M}{2})\p{M}+/gu;

const EMOJI = /\p{Extended_Pictographic}/u;

/** A zero-width joiner glues emoji together; anywhere else it only hides. */
function keepInEmoji(joiner: string, offset: number, whole: string): string {
  return EMOJI.test(whole.slice(offset + 1, offset + 3)) ? joiner : '';
}

/** Letters with a case never join: what holds only them, as nearly every text, is counted a hundred times faster. */
const NOTHING_JOINS = /^[\p{Lu}\p{Ll}\p{Lt}\p{Nd}\p{P}\p{Zs}]*$/u;

/**
 * How many characters a reader would count (grapheme clusters).
 * @param atMost where counting may end: what is longer counts as one more
 */
export function countGraphemes(text: string, atMost = Number.POSITIVE_INFINITY): number {
  if (NOTHING_JOINS.test(text) || typeof Intl.Segmenter !== 'function') return Array.from(text).length;
  let count = 0;
  for (const _ of new Intl.Segmenter().segment(text)) {
    count += 1;
    if (count > atMost) break;
  }
  return count;
}

/**
 * One line of text as it is kept: NFC, white space folded, nothing invisible, at most two marks on a letter.
 * @param graphemes the most characters a reader may count; whatever the count, 2,048 bytes of UTF-8 at most
 */
export function cleanText(raw: string, graphemes: number): CleanText {
  if (raw.length > MAX_BYTES * 2) return { ok: false, code: 'textTooLong' };
  if (LONE_SURROGATE.test(raw)) return { ok: false, code: 'textNotAllowed' };
  // Before white space is folded: to JavaScript the byte order mark is a space.
  const oneLine = raw.replace(INVISIBLE, '').replace(/\s+/g, ' ');
  if (CONTROL.test(oneLine)) return { ok: false, code: 'textNotAllowed' };
  const text = oneLine
    .replace(/\u200d/g, keepInEmoji)
    .normalize('NFC')
    .replace(PILED_MARKS, '$1')
    .replace(/ +/g, ' ')
    .trim();
  if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(text)) return { ok: false, code: 'textEmpty' };
  if (new TextEncoder().encode(text).length > MAX_BYTES) return { ok: false, code: 'textTooLong' };
  return countGraphemes(text, graphemes) > graphemes
    ? { ok: false, code: 'textTooLong' }
    : { ok: true, text };
}

/** The language tag of a Serbian text follows the script it is written in, whatever the screen is set to. */
export function languageOfText(text: string, screenLanguage: string): string {
  const cyrillic = /\p{Script=Cyrillic}/u.test(text);
  if (cyrillic && !screenLanguage.endsWith('Cyrl')) return 'sr-Cyrl';
  if (!cyrillic && screenLanguage === 'sr-Cyrl' && /\p{Script=Latin}/u.test(text)) return 'sr-Latn';
  return screenLanguage;
}
