/** What was sent and what came of it. */
import type { Outcome, RefusalCode } from '../../shared/outcome.ts';

type Kind = 'question' | 'vote';

interface Count {
  asked: number;
  acknowledged: number;
  refused: number;
}

export class Tally {
  readonly question: Count = { asked: 0, acknowledged: 0, refused: 0 };
  readonly vote: Count = { asked: 0, acknowledged: 0, refused: 0 };
  readonly refusals = new Map<RefusalCode, number>();
  readonly #waits: number[] = [];

  /** Sends, waits for the final answer and counts it. */
  async count(kind: Kind, send: () => Promise<Outcome>): Promise<Outcome> {
    const count = this[kind];
    count.asked += 1;
    const startedAt = performance.now();
    const outcome = await send();
    this.#waits.push(performance.now() - startedAt);
    count[outcome.ok ? 'acknowledged' : 'refused'] += 1;
    if (!outcome.ok) this.refusals.set(outcome.code, (this.refusals.get(outcome.code) ?? 0) + 1);
    return outcome;
  }

  get acknowledged(): number {
    return this.question.acknowledged + this.vote.acknowledged;
  }

  get refused(): number {
    return this.question.refused + this.vote.refused;
  }

  get answered(): number {
    return this.acknowledged + this.refused;
  }

  /** Sent and never answered. */
  get lost(): number {
    return this.question.asked + this.vote.asked - this.answered;
  }

  /** Milliseconds from the first sending to the final answer, retries and restarts of the server included. */
  percentiles(): { p50: number; p95: number; p99: number } {
    const sorted = this.#waits.toSorted((one, other) => one - other);
    const at = (share: number) =>
      Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }
}
