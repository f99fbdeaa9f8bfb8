import type { ModeratorPatch, ModeratorView } from '../../shared/views.ts';
import { patchQuestions } from '../lib/patchQuestions.ts';

/** The moderators' view after a patch. The old view is left as it was. */
export function applyPatch(view: ModeratorView, patch: ModeratorPatch): ModeratorView {
  const { seq, debate = view.debate, onAir = view.onAir, order = view.order, present = view.present } = patch;
  return { seq, debate, onAir, order, present, questions: patchQuestions(view.questions, patch) };
}
