import type { Changes } from './changes.ts';
import { type DebateState, isPublic } from './state.ts';

/** The question is no longer public: it leaves every list, and keeps its upvoters. */
export function leave(
  state: DebateState,
  questionId: string,
  status: 'declined' | 'withdrawn',
  changes: Changes,
): void {
  const question = state.questions.get(questionId);
  if (!question) return;
  if (isPublic(question)) changes.hidden.add(questionId);
  question.status = status;
  changes.questions.add(questionId);
  unlist(state, questionId, changes);
}

/** Takes the question out of the running order, if it is there. */
export function unlist(state: DebateState, questionId: string, changes: Changes): void {
  if (!state.order.includes(questionId)) return;
  state.order = state.order.filter((id) => id !== questionId);
  changes.order = true;
}
