/** A debate's log of any length: 500 questions, then upvotes, each by another person or for another question. */
import type { DebateEvent } from '../../server/debate/events.ts';
import type { Recorded } from '../../server/journal/journal.ts';

const QUESTIONS = 500;
const PEOPLE = 2_000;

const recorded = (by: string, event: DebateEvent): Recorded<DebateEvent> => ({
  at: 1_700_000_000_000,
  by,
  event,
});
const questionId = (index: number) => `question-${String(index).padStart(6, '0')}`;

/** @param events up to a million: each person wants each question once */
export function* longEvening(debateId: string, events: number): Generator<Recorded<DebateEvent>> {
  const settings = {
    title: 'A long evening',
    series: '',
    languages: ['sq', 'sr-Latn'],
    code: 'DFGJKL',
    id: debateId,
  };
  yield recorded('api', { type: 'debateCreated', ...settings, screening: 'off', names: 'off' });
  yield recorded('api', { type: 'debateOpened' });
  for (let index = 0; index < QUESTIONS; index += 1) {
    const text = `Who looks after street number ${index}, and since when has it been so?`;
    yield recorded(`person${index}`, {
      type: 'questionAsked',
      questionId: questionId(index),
      text,
      language: 'en',
    });
  }
  for (let vote = 0; vote < events - QUESTIONS - 2; vote += 1) {
    const by = `participant${String(vote % PEOPLE).padStart(5, '0')}`;
    yield recorded(by, { type: 'upvoted', questionId: questionId(Math.floor(vote / PEOPLE)) });
  }
}
