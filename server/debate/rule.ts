/**
 * A rule says of one kind of event: is it already so, may it be, and what it makes of the state.
 * decide asks the first two before an event is written, evolve asks them again in log order: an event that no
 * longer applies changes nothing, and its sender is told what evolve found.
 */
import type { Refused } from '../../shared/outcome.ts';
import type { Changes } from './changes.ts';
import type { DebateEvent, LogEntry } from './events.ts';
import type { DebateState } from './state.ts';

export type EventOf<Type extends DebateEvent['type']> = Extract<DebateEvent, { type: Type }>;

export interface Rule<Event extends DebateEvent> {
  /** It is so already: the event changes nothing, and whoever asked for it is answered as the first time. */
  holds(state: DebateState, event: Event, by: string): boolean;
  refuses(state: DebateState, event: Event, by: string): Refused | undefined;
  /** Called only where it does not hold and is not refused. */
  apply(state: DebateState, entry: LogEntry<Event>, changes: Changes): void;
}

export type Rules<Types extends DebateEvent['type']> = { [Type in Types]: Rule<EventOf<Type>> };
