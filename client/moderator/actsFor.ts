import type { ModeratorQuestion } from '../../shared/views.ts';

/** What a moderator can do with one question. `approve` also takes back a refusal or an `answered`. */
export type QuestionAct = 'approve' | 'queue' | 'take' | 'clear' | 'markAnswered' | 'decline' | 'dequeue';

export type Place = 'queued' | 'onAir' | 'neither';

/** The acts that fit a question, in the order in which they are offered. */
export function actsFor({ status }: Pick<ModeratorQuestion, 'status'>, place: Place): QuestionAct[] {
  if (place === 'onAir') return status === 'answered' ? ['clear'] : ['clear', 'markAnswered'];
  if (place === 'queued') return ['take', 'dequeue', 'decline'];
  if (status === 'waiting') return ['approve', 'queue', 'decline'];
  if (status === 'approved') return ['queue', 'take', 'markAnswered', 'decline'];
  return ['approve'];
}
