/** What is on air. The one place where two moderators must not overwrite each other: compare-and-set. */
import { type Refused, refusal } from '../../shared/outcome.ts';
import type { AirEvent } from './events.ts';
import { unlist } from './leave.ts';
import type { Rules } from './rule.ts';
import { whyNotAskable } from './screening.ts';
import type { DebateState } from './state.ts';

const current = (state: DebateState): string | null => state.onAir?.questionId ?? null;

/** The same may be on air again: what was decided before that comes too late all the same. */
function whyNotSeen(
  state: DebateState,
  { expected, after = state.airChanges }: AirEvent,
): Refused | undefined {
  if (current(state) === expected && after === state.airChanges) return undefined;
  return refusal('airChanged', {
    onAir: current(state),
    ...(state.onAirBy !== undefined && { by: state.onAirBy }),
  });
}

export const air: Rules<AirEvent['type']> = {
  questionTaken: {
    holds: (state, { questionId }) => current(state) === questionId,
    refuses: (state, event) => whyNotSeen(state, event) ?? whyNotAskable(state, event.questionId),
    apply(state, { at, by, event: { questionId } }, changes) {
      const question = state.questions.get(questionId);
      if (!question) return;
      const { text, language, name } = question;
      state.onAir = { questionId, text, language, ...(name !== undefined && { name }), since: at };
      state.airChanges += 1;
      state.onAirBy = by;
      question.airedAt = at;
      changes.air = true;
      changes.aired.add(questionId);
      unlist(state, questionId, changes);
    },
  },
  airCleared: {
    holds: (state) => state.onAir === null,
    refuses: whyNotSeen,
    apply(state, { by }, changes) {
      state.onAir = null;
      state.airChanges += 1;
      state.onAirBy = by;
      changes.air = true;
    },
  },
};
