/** What happens in an hour of a debate: when who asks, votes and takes. The same in every run with the same seed. */
import type { Random } from '../../../tools/seededRandom.ts';

export const HOUR_MS = 3_600_000;
/** What comes within so many milliseconds comes at once, as in one commit. */
const MOMENT_MS = 20;
/** Questions that go on air in the hour, and are answered. */
const ON_AIR = 40;

export type Happening = 'approve' | 'take' | 'finish' | 'vote';

export interface Moment {
  /** Milliseconds since the start of the hour. */
  at: number;
  happenings: Happening[];
}

/** Questions are approved and taken at even times, votes come at random ones. */
export function hourOf(questions: number, votesPerSecond: number, random: Random): Moment[] {
  const moments: Moment[] = [];
  const put = (ms: number, what: Happening) => {
    const index = Math.floor(ms / MOMENT_MS);
    moments[index] ??= { at: index * MOMENT_MS, happenings: [] };
    moments[index].happenings.push(what);
  };
  const putEvenly = (count: number, what: Happening, offset: number) => {
    for (let index = 0; index < count; index += 1) put(((index + offset) * HOUR_MS) / count, what);
  };
  putEvenly(questions, 'approve', 0);
  putEvenly(ON_AIR, 'take', 0.3);
  putEvenly(ON_AIR, 'finish', 0.9);
  for (let at = 0; at < HOUR_MS; at += (-Math.log(1 - random()) / votesPerSecond) * 1_000)
    if (at > 0) put(at, 'vote');
  return Object.values(moments);
}

/**
 * The question that a vote is for: the k-th most wanted with a share of 1 / k^0.8. So half of the votes are on a tenth
 * of the questions, and 50 in a row name about 30 of them, as in a real consultation (38,206 on 522 questions).
 * @param ranked most wanted first
 */
export const wanted = (random: Random, ranked: readonly string[]): string | undefined =>
  ranked[Math.floor((1 + random() * ((ranked.length + 1) ** 0.2 - 1)) ** 5) - 1];

/** As long as questions are: 40 to 150 bytes, in the letters that people here write. */
const TEXTS = [
  ['sq', 'Kur do të rregullohet rruga te shkolla fillore?'],
  [
    'sr-Latn',
    'Zašto se svake zime čeka na grejanje, i ko će konačno da odgovara za to što deca uče u jaknama?',
  ],
  ['sr-Cyrl', 'Када ће аутобус до факултета поново да вози и увече?'],
  ['en', 'What will the municipality do so that young people need not leave for work, and by when?'],
  ['sq', 'A do të ketë vende pune për të rinjtë që kanë mbaruar shkollën, apo duhet të ikim të gjithë?'],
  ['sr-Latn', 'Hoće li most biti otvoren za automobile?'],
  [
    'en',
    'There are two youth centres and neither is open after five: could they share their money, so that one of them is?',
  ],
  ['sr-Cyrl', 'Ко плаћа чишћење обале реке, и зашто смеће стоји недељама поред дечјег игралишта?'],
] as const;

export function wordingOf(index: number): { text: string; language: string } {
  const [language, text] = TEXTS[index % TEXTS.length] ?? TEXTS[0];
  return { language, text: `${text} (${index})` };
}
