/** Everything that can happen in a debate. Events are kept for years: change one only by upcasting (journal/codec.ts). */
import type { SettingsChange } from '../../shared/api.ts';
import type { DebateInfo } from '../../shared/views.ts';

export type DebateSettings = Omit<DebateInfo, 'status'>;

type OnQuestion<Type extends string, More = unknown> = { type: Type; questionId: string } & More;

export type LifecycleEvent =
  | ({ type: 'debateCreated' } & DebateSettings)
  /** What is missing stays as it was. `expected`: of what its sender had read, all that must still be so. */
  | ({ type: 'settingsChanged'; expected?: SettingsChange } & SettingsChange)
  | { type: 'debateOpened' }
  | { type: 'debateClosed' }
  /** Where the hash chain over the log stood: anyone can recompute it up to `position` and compare. */
  | { type: 'checkpointed'; position: number; head: string };

export type Vote = OnQuestion<'upvoted'> | OnQuestion<'upvoteTakenBack'>;

export type QuestionEvent =
  | OnQuestion<'questionAsked', { text: string; language: string; name?: string }>
  | OnQuestion<'questionWithdrawn'>
  | Vote;

export type ScreeningEvent =
  | OnQuestion<'questionApproved'>
  | OnQuestion<'questionDeclined', { reason: string }>
  | OnQuestion<'questionAnswered'>;

export type OrderEvent =
  | OnQuestion<'questionEnqueued'>
  | OnQuestion<'questionDequeued'>
  | OnQuestion<'questionMoved', { before: string | null }>;

/** `expected` is what its sender saw on air: compare-and-set, decided by the order of the log. */
interface Seen {
  expected: string | null;
  /** How many changes of the air were known where it was decided. Older versions did not note it. */
  after?: number;
}

export type AirEvent = OnQuestion<'questionTaken', Seen> | ({ type: 'airCleared' } & Seen);

export type DebateEvent = LifecycleEvent | QuestionEvent | ScreeningEvent | OrderEvent | AirEvent;

/** The stream of the journal that holds a debate's log. */
export const streamOf = (debateId: string): string => `debate:${debateId}`;

/** What is to be said of an event of a type that is not known here. To pass over it could pass over a prohibition. */
export const ofNewerSofra = ({ position, event }: { position: number; event: { type: string } }): string =>
  `Entry ${position} is ${event.type}, written by a newer Sofra: this one does not know what it means.`;

/** An event as the log holds it. */
export interface LogEntry<Event extends DebateEvent = DebateEvent> {
  /** Counts from 1 in the debate's log. */
  position: number;
  /** Milliseconds since 1970, UTC. */
  at: number;
  /** Who caused it. */
  by: string;
  event: Event;
}
