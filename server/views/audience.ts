/** What the phones see: approved questions and what is on air. The same for everybody in the debate. */
import type { AudiencePatch, AudienceQuestion, AudienceView } from '../../shared/views.ts';
import type { Changes } from '../debate/changes.ts';
import { type DebateState, isPublic, type Question } from '../debate/state.ts';
import { debateInfo, tallies, wording } from './rows.ts';

const MINUTE_MS = 60_000;

/** Asked when, to the minute: to the millisecond it would tell those in the hall whom they saw typing. */
const toTheMinute = (at: number): number => at - (at % MINUTE_MS);

function row(question: Question): AudienceQuestion {
  const status = question.status === 'answered' ? 'answered' : 'approved';
  return {
    ...wording(question),
    votes: question.votes,
    at: toTheMinute(question.at),
    status,
    number: question.number,
  };
}

export function audienceView(state: DebateState, seq: number): AudienceView {
  const questions: AudienceView['questions'] = {};
  for (const question of state.questions.values())
    if (isPublic(question)) questions[question.id] = row(question);
  return { seq, debate: debateInfo(state), onAir: state.onAir, questions };
}

/** Whether more than counts has changed for the audience. */
export function isNews({ questions }: DebateState, changes: Changes): boolean {
  const isShown = (question: Question | undefined) => question !== undefined && isPublic(question);
  return (
    changes.debate ||
    changes.air ||
    changes.hidden.size > 0 ||
    [...changes.questions].some((id) => isShown(questions.get(id)))
  );
}

/** @returns undefined where nothing changed that the audience may see */
export function audiencePatch(
  state: DebateState,
  changes: Changes,
  from: number,
  seq: number,
): AudiencePatch | undefined {
  const rows: Record<string, AudienceQuestion> = {};
  const gone: string[] = [];
  for (const id of changes.questions) {
    const question = state.questions.get(id);
    if (question && isPublic(question)) rows[id] = row(question);
    else if (changes.hidden.has(id)) gone.push(id);
  }
  const counts = tallies(state, changes.tallies, (question) => isPublic(question) && !(question.id in rows));
  const patch: AudiencePatch = {
    seq,
    from,
    ...(changes.debate && { debate: debateInfo(state) }),
    ...(changes.air && { onAir: state.onAir }),
    ...(Object.keys(rows).length > 0 && { rows }),
    ...(counts && { tallies: counts }),
    ...(gone.length > 0 && { gone }),
  };
  return Object.keys(patch).length > 2 ? patch : undefined;
}

/** The same with its counts by number: a third of the bytes. */
export function byNumber(
  { questions }: DebateState,
  { tallies: counts, ...patch }: AudiencePatch,
): AudiencePatch {
  if (!counts) return patch;
  return {
    ...patch,
    counts: Object.entries(counts).flatMap(([id, votes]) => [questions.get(id)?.number ?? 0, votes]),
  };
}
