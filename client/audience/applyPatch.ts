/** The audience's view after a patch. The old view is left as it was. */
import type { AudiencePatch, AudienceQuestion, AudienceView } from '../../shared/views.ts';

export function applyPatch(view: AudienceView, patch: AudiencePatch): AudienceView {
  const { seq, debate = view.debate, onAir = view.onAir, rows, tallies, gone } = patch;
  if (!rows && !tallies && !gone) return { seq, debate, onAir, questions: view.questions };
  const questions: Record<string, AudienceQuestion> = { ...view.questions, ...rows };
  for (const [id, votes] of Object.entries(tallies ?? {})) {
    const question = questions[id];
    if (question) questions[id] = { ...question, votes };
  }
  for (const id of gone ?? []) delete questions[id];
  return { seq, debate, onAir, questions };
}
