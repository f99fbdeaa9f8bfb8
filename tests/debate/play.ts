/** A debate played in a test: entries given, commands tried as a room does, the state that comes of it. */

import { Changes } from '../../server/debate/changes.ts';
import { decide } from '../../server/debate/decide.ts';
import type { DebateEvent, DebateSettings, LogEntry } from '../../server/debate/events.ts';
import { evolve } from '../../server/debate/evolve.ts';
import { emptyDebate } from '../../server/debate/state.ts';
import type { Command } from '../../shared/commands.ts';
import type { Outcome } from '../../shared/outcome.ts';

export const SETTINGS: DebateSettings = {
  id: 'debate000001',
  code: 'DFGJKL',
  title: 'Work in our town',
  series: 'Mitrovica Social Club',
  languages: ['en', 'sq', 'sr-Latn', 'sr-Cyrl'],
  screening: 'first',
  names: 'optional',
};

export const MODERATOR = 'moderator:desk1';
export const OTHER_MODERATOR = 'moderator:desk2';

/** A question's id in tests: long enough for the contract. */
export const idOf = (name: string): string => `question-${name}`;

export class Play {
  readonly state = emptyDebate();
  readonly log: LogEntry<DebateEvent>[] = [];
  /** Since the last look. */
  changes = new Changes();

  constructor(settings: Partial<DebateSettings> = {}, open = true) {
    this.hear('api', { type: 'debateCreated', ...SETTINGS, ...settings });
    if (open) this.hear('api', { type: 'debateOpened' });
  }

  get seq(): number {
    return this.log.length;
  }

  /** An event takes its place in the log. */
  hear(by: string, event: DebateEvent): Outcome {
    const entry = { position: this.seq + 1, at: 1_000 * (this.seq + 1), by, event };
    this.log.push(entry);
    return evolve(this.state, entry, this.changes) ?? { ok: true, seq: this.seq };
  }

  /** A command, as a room handles it when nothing else is underway. */
  do(by: string, command: Command, language?: string): Outcome {
    const decision = decide(this.state, command, { id: by, ...(language !== undefined && { language }) });
    if (!Array.isArray(decision)) return decision;
    let outcome: Outcome = { ok: true, seq: this.seq };
    for (const event of decision) outcome = this.hear(by, event);
    return outcome;
  }

  ask(name: string, by = 'author', text = `May I ask about ${name}?`): Outcome {
    return this.do(by, { type: 'askQuestion', id: idOf(name), text });
  }

  approve(...names: string[]): void {
    for (const name of names) this.do(MODERATOR, { type: 'approve', questionId: idOf(name) });
  }

  vote(name: string, by: string, up = true): Outcome {
    return this.do(by, { type: 'upvote', questionId: idOf(name), up });
  }

  take(name: string, expected: string | null = null, by = MODERATOR): Outcome {
    return this.do(by, { type: 'take', questionId: idOf(name), expected: expected && idOf(expected) });
  }

  /** Asked and approved. */
  approved(...names: string[]): this {
    for (const name of names) {
      this.ask(name);
      this.approve(name);
    }
    return this;
  }

  question(name: string) {
    const question = this.state.questions.get(idOf(name));
    if (!question) throw new Error(`no question ${name}`);
    return question;
  }

  votes(name: string): number {
    return this.question(name).votes;
  }

  lookAway(): Changes {
    const seen = this.changes;
    this.changes = new Changes();
    return seen;
  }
}

export const refusedAs = (outcome: Outcome): string => (outcome.ok ? 'accepted' : outcome.code);
