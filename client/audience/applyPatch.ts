import type { AudiencePatch, AudienceView } from '../../shared/views.ts';
import { patchQuestions } from '../lib/patchQuestions.ts';

/** The audience's view after a patch. The old view is left as it was. */
export function applyPatch(view: AudienceView, patch: AudiencePatch): AudienceView {
  const { seq, debate = view.debate, onAir = view.onAir } = patch;
  return { seq, debate, onAir, questions: patchQuestions(view.questions, patch) };
}
