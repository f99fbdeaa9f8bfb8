/** What the debate shows in the end, on a phone that has just come and over the API, against what must come out. */
import { setTimeout as wait } from 'node:timers/promises';
import type { DebateDetail } from '../../shared/api.ts';
import type { Desk } from '../desk.ts';
import type { Phone } from '../phone.ts';
import type { SourceQuestion } from './consultation.ts';

type IdOf = (sourceId: string) => string;

const SEEN_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 20;

/** @returns a line for each question that the phone does not show with its count, and for each that it should not show */
export function compareShown(questions: SourceQuestion[], idOf: IdOf, { view }: Phone): string[] {
  const shown = { ...view?.questions };
  const differences: string[] = [];
  for (const { sourceId, expected } of questions) {
    const votes = shown[idOf(sourceId)]?.votes;
    delete shown[idOf(sourceId)];
    if (votes !== expected)
      differences.push(
        `question ${sourceId}: expected ${expected}, a phone shows ${votes ?? 'no such question'}`,
      );
  }
  return [...differences, ...Object.keys(shown).map((id) => `a phone shows ${id}, which nobody asked`)];
}

/** Declines what was declined in the end. @returns a line for each question that then is on the phone and should not be, or the reverse */
export async function declineAndCompare(
  questions: SourceQuestion[],
  idOf: IdOf,
  desk: Desk,
  phone: Phone,
): Promise<string[]> {
  const declined = questions.filter(({ isDeclined }) => isDeclined);
  const outcomes = await Promise.all(
    declined.map(({ sourceId }) =>
      desk.send({ type: 'decline', questionId: idOf(sourceId), reason: 'offTopic' }),
    ),
  );
  const seq = Math.max(0, ...outcomes.map((outcome) => (outcome.ok ? outcome.seq : 0)));
  const until = Date.now() + SEEN_WITHIN_MS;
  while ((phone.view?.seq ?? 0) < seq && Date.now() < until) await wait(LOOK_EVERY_MS);
  return questions.flatMap(({ sourceId, isDeclined }) => {
    const isShown = phone.view?.questions[idOf(sourceId)] !== undefined;
    if (isShown !== isDeclined) return [];
    return [
      `question ${sourceId}: ${isDeclined ? 'declined, and still' : 'not declined, and no longer'} on a phone`,
    ];
  });
}

/** @returns a line for each question that the API has otherwise */
export function compareKept(questions: SourceQuestion[], idOf: IdOf, detail: DebateDetail): string[] {
  return questions.flatMap(({ sourceId, expected, isDeclined }) => {
    const kept = detail.questions[idOf(sourceId)];
    const status = isDeclined ? 'declined' : 'approved';
    if (kept?.votes === expected && kept.status === status) return [];
    const found = kept ? `${kept.votes}, ${kept.status}` : 'no such question';
    return [`question ${sourceId}: expected ${expected}, ${status}, the API says ${found}`];
  });
}
