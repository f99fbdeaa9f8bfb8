/** What the host reads on stage: what is on air and what comes next. */
import type { HostView } from '../../shared/views.ts';
import type { DebateState } from '../debate/state.ts';
import { debateInfo, wording } from './rows.ts';

const NEXT = 10;

export function hostView(state: DebateState, seq: number): HostView {
  const next = state.order
    .slice(0, NEXT)
    .map((id) => state.questions.get(id))
    .filter((question) => question !== undefined)
    .map((question) => ({ questionId: question.id, ...wording(question), votes: question.votes }));
  return { seq, debate: debateInfo(state), onAir: state.onAir, next };
}
