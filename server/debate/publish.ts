import type { DebateState, Question } from './state.ts';

/** The question becomes public. Its number is for good: whoever was told of it knows the question by it. */
export function publish(state: DebateState, question: Question): void {
  question.status = 'approved';
  if (question.number > 0) return;
  state.published += 1;
  question.number = state.published;
}
