/** What is on air. The one place where two moderators must not overwrite each other: compare-and-set. */
import { type Refused, refusal } from '../../shared/outcome.ts';
import type { AirEvent } from './events.ts';
import { unlist } from './leave.ts';
import type { Rules } from './rule.ts';
import { whyNotAskable } from './screening.ts';
import type { DebateState } from './state.ts';

const current = (state: DebateState): string | null => state.onAir?.questionId ?? null;

function whyNotSeen(state: DebateState, expected: string | null): Refused | undefined {
  if (current(state) === expected) return undefined;
  return refusal('airChanged', {
    onAir: current(state),
    ...(state.onAirBy !== undefined && { by: state.onAirBy }),
  });
}

export const air: Rules<AirEvent['type']> = {
  questionTaken: {
    holds: (state, { questionId }) => current(state) === questionId,
    refuses: (state, { questionId, expected }) =>
      whyNotSeen(state, expected) ?? whyNotAskable(state, questionId),
    apply(state, { at, by, event: { questionId } }, changes) {
      const question = state.questions.get(questionId);
      if (!question) return;
      const { text, language, name } = question;
      state.onAir = { questionId, text, language, ...(name !== undefined && { name }), since: at };
      state.onAirBy = by;
      question.airedAt = at;
      changes.air = true;
      changes.aired.add(questionId);
      unlist(state, questionId, changes);
    },
  },
  airCleared: {
    holds: (state) => state.onAir === null,
    refuses: (state, { expected }) => whyNotSeen(state, expected),
    apply(state, { by }, changes) {
      state.onAir = null;
      state.onAirBy = by;
      changes.air = true;
    },
  },
};
