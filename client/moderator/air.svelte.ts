/**
 * Taking and clearing. Each act names what this screen's person had seen on air; where that is no longer so,
 * nothing changes and they are told. Never sent late: while the link is down nothing waits to go on air.
 */
import type { Outcome, Refused } from '../../shared/outcome.ts';
import type { OnAir } from '../../shared/views.ts';
import { STEADY_MS } from './lane.svelte.ts';

type AirCommand =
  | { type: 'take'; questionId: string; expected: string | null }
  | { type: 'clear'; expected: string | null };

/** Somebody was first. `questionId` is what this person wanted to take; null where they wanted to clear. */
export interface Conflict {
  questionId: string | null;
  by: string | undefined;
}

interface AirOptions {
  /** Answers undefined where nothing was sent. */
  send: (command: AirCommand) => Promise<Outcome | undefined>;
  done: (command: AirCommand) => void;
  refused: (refusal: Refused) => void;
}

export class Air {
  conflict: Conflict | undefined = $state();
  /** What the person has had time to see on air. */
  #seen: string | null = null;
  /** What they asked for themselves: seen as soon as it is so. */
  #wanted: string | null | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #options: AirOptions;

  constructor(options: AirOptions) {
    this.#options = options;
  }

  /** To be called whenever the screen shows something else on air. */
  show(onAir: OnAir | null): void {
    const now = onAir?.questionId ?? null;
    clearTimeout(this.#timer);
    if (now === this.#wanted) this.#see(now);
    else this.#timer = setTimeout(() => this.#see(now), STEADY_MS);
    this.#wanted = undefined;
    if (now !== null && now === this.conflict?.questionId) this.conflict = undefined;
  }

  take(questionId: string): Promise<void> {
    return this.#act({ type: 'take', questionId, expected: this.#seen });
  }

  clear(): Promise<void> {
    return this.#act({ type: 'clear', expected: this.#seen });
  }

  /** Once more, by somebody who has read in the conflict what is on air now. */
  async again(): Promise<void> {
    const { conflict } = this;
    if (!conflict) return;
    await (conflict.questionId === null ? this.clear() : this.take(conflict.questionId));
  }

  leave(): void {
    this.conflict = undefined;
  }

  #see(questionId: string | null): void {
    this.#seen = questionId;
  }

  async #act(command: AirCommand): Promise<void> {
    const questionId = command.type === 'take' ? command.questionId : null;
    this.#wanted = questionId;
    this.conflict = undefined;
    const outcome = await this.#options.send(command);
    if (outcome?.ok) return this.#options.done(command);
    this.#wanted = undefined;
    if (!outcome) return;
    if (outcome.code !== 'airChanged') return this.#options.refused(outcome);
    this.conflict = { questionId, by: outcome.by };
  }
}
