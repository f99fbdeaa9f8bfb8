import type { AudiencePatch, AudienceView } from '../../shared/views.ts';
import { patchQuestions } from '../lib/patchQuestions.ts';

type Questions = AudienceView['questions'];

/** The audience's view after a patch. The old view is left as it was. */
export function applyPatch(view: AudienceView, patch: AudiencePatch): AudienceView {
  const { seq, debate = view.debate, onAir = view.onAir, counts } = patch;
  const tallies = counts ? talliesOf(counts, view.questions) : patch.tallies;
  return { seq, debate, onAir, questions: patchQuestions(view.questions, { ...patch, tallies }) };
}

/** @param counts number, votes, number, votes and so on */
function talliesOf(counts: readonly number[], questions: Questions): Record<string, number> {
  const votes = new Map<number, number>();
  for (let at = 0; at < counts.length; at += 2) votes.set(counts[at] ?? 0, counts[at + 1] ?? 0);
  const tallies: Record<string, number> = {};
  for (const [id, { number }] of Object.entries(questions)) {
    const count = votes.get(number);
    if (count !== undefined) tallies[id] = count;
  }
  return tallies;
}
