/** In which order questions stand, and how a list that must not jump lags behind that order. */
import type { AudienceQuestion } from '../../shared/views.ts';

export type Sort = 'wanted' | 'newest';
export type Questions = Readonly<Record<string, AudienceQuestion>>;

type Entry = [id: string, question: AudienceQuestion];

const isAnswered = ([, { status }]: Entry): number => Number(status === 'answered');
const byId = ([a]: Entry, [b]: Entry): number => (a < b ? -1 : 1);

const COMPARE: Record<Sort, (a: Entry, b: Entry) => number> = {
  wanted: (a, b) =>
    isAnswered(a) - isAnswered(b) || b[1].votes - a[1].votes || a[1].at - b[1].at || byId(a, b),
  newest: (a, b) => b[1].at - a[1].at || byId(a, b),
};

/** Most wanted: open questions first, of equal votes the older. */
export const rank = (questions: Questions, sort: Sort): string[] =>
  Object.entries(questions)
    .sort(COMPARE[sort])
    .map(([id]) => id);

/**
 * The list as it may stand while somebody reads or taps: nothing moves, what is gone leaves,
 * and in the order of votes what is new joins at the end.
 */
export function hold(held: readonly string[], questions: Questions, sort: Sort): string[] {
  const kept = held.filter((id) => id in questions);
  if (sort === 'newest') return kept;
  const known = new Set(kept);
  const added = Object.keys(questions).filter((id) => !known.has(id));
  return [...kept, ...added];
}

export function countNew(held: readonly string[], questions: Questions): number {
  const known = new Set(held);
  return Object.keys(questions).filter((id) => !known.has(id)).length;
}

/** Whether the first `rows` rows stand differently. */
export const differs = (a: readonly string[], b: readonly string[], rows: number): boolean =>
  a.length !== b.length || a.slice(0, rows).some((id, index) => id !== b[index]);
