/** The running order: which approved questions come next. */
import { placed } from '../../shared/placed.ts';
import type { OrderEvent } from './events.ts';
import { unlist } from './leave.ts';
import type { Rules } from './rule.ts';
import { whyNotAskable } from './screening.ts';

export const order: Rules<OrderEvent['type']> = {
  questionEnqueued: {
    holds: (state, { questionId }) => state.order.includes(questionId),
    refuses: (state, { questionId }) => whyNotAskable(state, questionId),
    apply(state, { event: { questionId } }, changes) {
      state.order = [...state.order, questionId];
      changes.order = true;
    },
  },
  questionDequeued: {
    holds: (state, { questionId }) => !state.order.includes(questionId),
    refuses: () => undefined,
    apply: (state, { event: { questionId } }, changes) => unlist(state, questionId, changes),
  },
  /** Also queues a question that is not in the running order yet. */
  questionMoved: {
    holds: (state, { questionId, before }) =>
      state.order.includes(questionId) &&
      placed(state.order, questionId, before).every((id, index) => id === state.order[index]),
    refuses: (state, { questionId }) => whyNotAskable(state, questionId),
    apply(state, { event: { questionId, before } }, changes) {
      state.order = placed(state.order, questionId, before);
      changes.order = true;
    },
  },
};
