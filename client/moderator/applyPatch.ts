import type { ModeratorPatch, ModeratorView } from '../../shared/views.ts';

/** The view that the patch makes of an earlier one. Rows that did not change stay the same objects. */
export function applyPatch(view: ModeratorView, patch: ModeratorPatch): ModeratorView {
  const { seq, rows, tallies, gone = [], from: _, ...whole } = patch;
  if (!rows && !tallies && gone.length === 0) return { ...view, ...whole, seq };
  const questions = { ...view.questions, ...rows };
  for (const [id, votes] of Object.entries(tallies ?? {})) {
    const question = questions[id];
    if (question) questions[id] = { ...question, votes };
  }
  for (const id of gone) delete questions[id];
  return { ...view, ...whole, seq, questions };
}
