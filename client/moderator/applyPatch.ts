import type { ModeratorPatch, ModeratorQuestion, ModeratorView } from '../../shared/views.ts';

/** The view that the patch makes of an earlier one. Questions that did not change stay the same objects. */
export function applyPatch(view: ModeratorView, patch: ModeratorPatch): ModeratorView {
  const { seq, debate = view.debate, onAir = view.onAir, order = view.order, present = view.present } = patch;
  return { seq, debate, onAir, order, present, questions: patchQuestions(view.questions, patch) };
}

function patchQuestions(
  before: Record<string, ModeratorQuestion>,
  { rows, tallies, gone }: ModeratorPatch,
): Record<string, ModeratorQuestion> {
  if (!rows && !tallies && !gone) return before;
  const questions = { ...before, ...rows };
  for (const [id, votes] of Object.entries(tallies ?? {})) {
    const question = questions[id];
    if (question) questions[id] = { ...question, votes };
  }
  for (const id of gone ?? []) delete questions[id];
  return questions;
}
