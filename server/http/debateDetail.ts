import type { DebateDetail, DebateSummary, KeyInfo } from '../../shared/api.ts';
import type { Question } from '../debate/state.ts';
import type { Room } from '../room/room.ts';
import { debateInfo } from '../views/rows.ts';

/** All that staff may know of a debate, as its own log has it at `seq`: no author, no voter. */
export function debateDetail(
  { createdAt }: DebateSummary,
  room: Room,
  keys: KeyInfo[],
  audienceLink: string,
): DebateDetail {
  const { state, seq } = room;
  return {
    debate: { ...debateInfo(state), createdAt },
    seq,
    onAir: state.onAir?.questionId ?? null,
    order: state.order,
    questions: Object.fromEntries(Array.from(state.questions, ([id, question]) => [id, rowOf(question)])),
    keys,
    audienceLink,
    head: state.checkpoint ?? null,
  };
}

function rowOf(question: Question): DebateDetail['questions'][string] {
  const { text, language, name, at, status, reason, votes } = question;
  return {
    text,
    language,
    ...(name !== undefined && { name }),
    votes,
    at,
    status,
    ...(reason !== undefined && { reason }),
  };
}
