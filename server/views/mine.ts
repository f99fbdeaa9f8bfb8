/** What one participant alone may see: their questions with what became of them, and their upvotes. */
import type { Mine, MyQuestion } from '../../shared/views.ts';
import type { DebateState, Question } from '../debate/state.ts';
import { wording } from './rows.ts';

export function myQuestion(question: Question): MyQuestion {
  const { at, status, reason } = question;
  return { ...wording(question), at, status, ...(reason !== undefined && { reason }) };
}

/** Everything of `participant`: for a screen that has just connected. */
export function mine({ questions }: DebateState, participant: string, seq: number): Mine {
  const own: Record<string, MyQuestion> = {};
  const upvotes: Record<string, boolean> = {};
  for (const question of questions.values()) {
    if (question.author === participant) own[question.id] = myQuestion(question);
    if (question.upvoters.has(participant)) upvotes[question.id] = true;
  }
  return { seq, reset: true, questions: own, upvotes };
}
