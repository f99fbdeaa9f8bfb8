import type { Refused } from '../../shared/outcome.ts';
import { air } from './air.ts';
import type { Changes } from './changes.ts';
import { type DebateEvent, type LogEntry, ofNewerSofra } from './events.ts';
import { lifecycle } from './lifecycle.ts';
import { order } from './order.ts';
import { questions } from './questions.ts';
import type { Rule, Rules } from './rule.ts';
import { screening } from './screening.ts';
import type { DebateState } from './state.ts';

const rules: Rules<DebateEvent['type']> = { ...lifecycle, ...questions, ...screening, ...order, ...air };

export const ruleFor = (event: DebateEvent): Rule<DebateEvent> => rules[event.type] as Rule<DebateEvent>;

/**
 * Applies one entry of the log, in log order. Total and idempotent: an entry that no longer applies changes nothing.
 * @throws where a newer Sofra wrote it
 * @returns why the entry changed nothing although it was not so already; its sender is answered with this
 */
export function evolve(
  state: DebateState,
  entry: LogEntry<DebateEvent>,
  changes: Changes,
): Refused | undefined {
  const { event, by } = entry;
  const rule: Rule<DebateEvent> | undefined = ruleFor(event);
  if (rule === undefined) throw new Error(ofNewerSofra(entry));
  if (rule.holds(state, event, by)) return undefined;
  const refused = rule.refuses(state, event, by);
  if (!refused) rule.apply(state, entry, changes);
  return refused;
}
