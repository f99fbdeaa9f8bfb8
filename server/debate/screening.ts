/** What moderators make of a question: approved, declined, answered. */
import { type Refused, refusal } from '../../shared/outcome.ts';
import type { ScreeningEvent } from './events.ts';
import { leave, unlist } from './leave.ts';
import { publish } from './publish.ts';
import type { Rules } from './rule.ts';
import type { DebateState, Question } from './state.ts';

/** Why a question that exists cannot be voted on, queued or taken; answered ones count as public here. */
export function whyNotPublic(question: Question): Refused | undefined {
  if (question.status === 'withdrawn') return refusal('questionWithdrawn');
  if (question.status === 'waiting' || question.status === 'declined') return refusal('questionNotApproved');
  return undefined;
}

/** Why a question cannot be queued or taken. */
export function whyNotAskable(state: DebateState, questionId: string): Refused | undefined {
  const question = state.questions.get(questionId);
  if (!question) return refusal('questionUnknown');
  return question.status === 'answered' ? refusal('questionAnswered') : whyNotPublic(question);
}

function whyGone(state: DebateState, questionId: string): Refused | undefined {
  const question = state.questions.get(questionId);
  if (!question) return refusal('questionUnknown');
  return question.status === 'withdrawn' ? refusal('questionWithdrawn') : undefined;
}

export const screening: Rules<ScreeningEvent['type']> = {
  /** Also takes back a refusal, or an `answered` by mistake. */
  questionApproved: {
    holds: (state, { questionId }) => state.questions.get(questionId)?.status === 'approved',
    refuses: (state, { questionId }) => whyGone(state, questionId),
    apply(state, { event: { questionId } }, changes) {
      const question = state.questions.get(questionId);
      if (!question) return;
      publish(state, question);
      delete question.reason;
      changes.questions.add(questionId);
    },
  },
  questionDeclined: {
    holds: (state, { questionId, reason }) => {
      const question = state.questions.get(questionId);
      return question?.status === 'declined' && question.reason === reason;
    },
    refuses: (state, { questionId }) =>
      state.onAir?.questionId === questionId ? refusal('questionOnAir') : whyGone(state, questionId),
    apply(state, { event: { questionId, reason } }, changes) {
      leave(state, questionId, 'declined', changes);
      const question = state.questions.get(questionId);
      if (question) question.reason = reason;
    },
  },
  questionAnswered: {
    holds: (state, { questionId }) => state.questions.get(questionId)?.status === 'answered',
    refuses: (state, { questionId }) => whyNotAskable(state, questionId),
    apply(state, { event: { questionId } }, changes) {
      const question = state.questions.get(questionId);
      if (!question) return;
      question.status = 'answered';
      changes.questions.add(questionId);
      unlist(state, questionId, changes);
    },
  },
};
