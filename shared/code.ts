/**
 * Join codes: six letters that people read off a poster and type.
 * No vowels (so no words), none that look or sound alike, and each has exactly one key on a Cyrillic keyboard.
 */
export const CODE_ALPHABET = 'DFGJKLNRSTVZ';
export const CODE_LENGTH = 6;

const CYRILLIC: Record<string, string> = {
  Д: 'D',
  Ф: 'F',
  Г: 'G',
  Ј: 'J',
  К: 'K',
  Л: 'L',
  Н: 'N',
  Р: 'R',
  С: 'S',
  Т: 'T',
  В: 'V',
  З: 'Z',
};

/** Letter groups that read as a party, an army or an insult to somebody here. */
const UNWELCOME = [
  'SNS',
  'SDS',
  'SRS',
  'DSS',
  'LDK',
  'LDD',
  'LVV',
  'RKS',
  'RSK',
  'VRS',
  'FSK',
  'TSK',
  'SS',
  'KRV',
  'KRK',
  'FKT',
  'KKK',
];

/** What was typed, as a code: upper case, Cyrillic keys mapped, spaces and dashes dropped; null if it is none. */
export function readCode(typed: string): string | null {
  const letters = Array.from(
    typed.toUpperCase().replace(/[\s-]/g, ''),
    (letter) => CYRILLIC[letter] ?? letter,
  );
  const wellFormed =
    letters.length === CODE_LENGTH && letters.every((letter) => CODE_ALPHABET.includes(letter));
  return wellFormed ? letters.join('') : null;
}

/** A code from `CODE_LENGTH` numbers in [0, 1); null where the letters read badly and others must be drawn. */
export function makeCode(draws: readonly number[]): string | null {
  const code = draws
    .slice(0, CODE_LENGTH)
    .map((draw) => CODE_ALPHABET[Math.floor(draw * CODE_ALPHABET.length)])
    .join('');
  return UNWELCOME.some((group) => code.includes(group)) ? null : code;
}
