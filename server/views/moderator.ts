/** What moderators see: every question that was not withdrawn, the running order, what is on air. */
import type { ModeratorPatch, ModeratorQuestion, ModeratorView } from '../../shared/views.ts';
import type { Changes } from '../debate/changes.ts';
import type { DebateState, Question } from '../debate/state.ts';
import { debateInfo, tallies, wording } from './rows.ts';

function row(question: Question): ModeratorQuestion | undefined {
  const { at, status, reason, airedAt, votes } = question;
  if (status === 'withdrawn') return undefined;
  return {
    ...wording(question),
    votes,
    at,
    status,
    ...(reason !== undefined && { reason }),
    ...(airedAt !== undefined && { airedAt }),
  };
}

export function moderatorView(state: DebateState, seq: number, present: number): ModeratorView {
  const questions: ModeratorView['questions'] = {};
  for (const question of state.questions.values()) {
    const shown = row(question);
    if (shown) questions[question.id] = shown;
  }
  return { seq, debate: debateInfo(state), onAir: state.onAir, order: state.order, present, questions };
}

export function moderatorPatch(
  state: DebateState,
  changes: Changes,
  from: number,
  seq: number,
): ModeratorPatch {
  const rows: Record<string, ModeratorQuestion> = {};
  const gone: string[] = [];
  for (const id of new Set([...changes.questions, ...changes.aired])) {
    const question = state.questions.get(id);
    const shown = question && row(question);
    if (shown) rows[id] = shown;
    else gone.push(id);
  }
  const counts = tallies(state, changes.tallies, ({ id, status }) => status !== 'withdrawn' && !(id in rows));
  return {
    seq,
    from,
    ...(changes.debate && { debate: debateInfo(state) }),
    ...(changes.air && { onAir: state.onAir }),
    ...(changes.order && { order: state.order }),
    ...(Object.keys(rows).length > 0 && { rows }),
    ...(counts && { tallies: counts }),
    ...(gone.length > 0 && { gone }),
  };
}
