/** What one participant alone may see: their questions with what became of them, and their upvotes. */
import type { Mine, MyQuestion } from '../../shared/views.ts';
import type { DebateState, Question } from '../debate/state.ts';
import { hasUpvoted } from '../debate/upvotes.ts';
import { wording } from './rows.ts';

export function myQuestion(question: Question): MyQuestion {
  const { at, status, reason } = question;
  return { ...wording(question), at, status, ...(reason !== undefined && { reason }) };
}

/** Everything of `participant`: for a screen that has just connected. */
export function mine({ questions, upvotes }: DebateState, participant: string, seq: number): Mine {
  const asked: Record<string, MyQuestion> = {};
  const wanted: Record<string, boolean> = {};
  const own = upvotes.get(participant);
  for (const question of questions.values()) {
    if (question.author === participant) asked[question.id] = myQuestion(question);
    if (hasUpvoted(own, question)) wanted[question.id] = true;
  }
  return { seq, reset: true, questions: asked, upvotes: wanted };
}
