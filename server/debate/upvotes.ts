/**
 * Who wants which question. A person's upvotes are bits, one for each question by its number: a vote looks in one place
 * for the person and in one for the question, however many there are of both.
 */
import type { DebateState, Question } from './state.ts';

/** Bits by question number, 32 in each whole number: shorter where all further ones are 0. */
export type Upvotes = number[];

const wordOf = (number: number) => number >>> 5;
const bitOf = (number: number) => 1 << (number & 31);

/** @param upvotes the person's, if there are any */
export const hasUpvoted = (upvotes: Upvotes | undefined, { number }: Question): boolean =>
  upvotes !== undefined && ((upvotes[wordOf(number)] ?? 0) & bitOf(number)) !== 0;

/** Turns the bit over: called only where that is what is wanted, as `apply` of a rule is. */
export function changeUpvote(
  { upvotes }: DebateState,
  person: string,
  question: Question,
  up: boolean,
): void {
  const { number } = question;
  const word = wordOf(number);
  let own = upvotes.get(person);
  if (!own) {
    own = [];
    upvotes.set(person, own);
  }
  while (own.length <= word) own.push(0);
  own[word] = (own[word] ?? 0) ^ bitOf(number);
  question.votes += up ? 1 : -1;
}
