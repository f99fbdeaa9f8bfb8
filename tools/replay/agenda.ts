/** What each person of a consultation does, in order: everybody is one phone, whether they ask, vote or both. */
import type { Consultation, SourceQuestion, SourceVote } from './consultation.ts';

export type Act = {
  /** Milliseconds after the start. */
  due: number;
} & ({ ask: SourceQuestion } | { vote: SourceVote });

/**
 * By person. The clock starts at the first vote: what was asked days before is due at once.
 * @param speed how many times faster than it happened; at Infinity all is due at once, questions before votes
 */
export function agendas({ questions, votes }: Consultation, speed: number): Map<string, Act[]> {
  const start = votes[0]?.at ?? 0;
  const due = (at: number) => Math.max(0, (at - start) / speed);
  const acts = new Map<string, Act[]>();
  const add = (person: string, act: Act) => {
    const own = acts.get(person);
    if (own) own.push(act);
    else acts.set(person, [act]);
  };
  for (const question of questions) add(question.author, { due: due(question.at), ask: question });
  for (const vote of votes) add(vote.voter, { due: due(vote.at), vote });
  for (const own of acts.values()) own.sort((one, other) => one.due - other.due);
  return acts;
}
