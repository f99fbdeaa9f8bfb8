/** Rows and parts that several screens show alike. */
import type { DebateInfo } from '../../shared/views.ts';
import type { DebateState, Question } from '../debate/state.ts';

export interface Wording {
  text: string;
  language: string;
  name?: string;
}

export const wording = ({ text, language, name }: Question): Wording => ({
  text,
  language,
  ...(name !== undefined && { name }),
});

/** @throws where the log has no `debateCreated`: no such debate is ever opened */
export function debateInfo({ settings, status }: DebateState): DebateInfo {
  if (!settings) throw new Error('a debate without settings has no view');
  return { ...settings, status };
}

/** The new counts of the questions for which `shown` holds; undefined where none changed. */
export function tallies(
  { questions }: DebateState,
  changed: Iterable<string>,
  shown: (question: Question) => boolean,
): Record<string, number> | undefined {
  const counts: [string, number][] = [];
  for (const id of changed) {
    const question = questions.get(id);
    if (question && shown(question)) counts.push([id, question.votes]);
  }
  return counts.length > 0 ? Object.fromEntries(counts) : undefined;
}
