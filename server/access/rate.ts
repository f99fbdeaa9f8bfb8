/**
 * How often one may: a steady pace with some allowed at once (the generic cell rate algorithm).
 * One number and no timer per key, a tenth of a microsecond per question.
 */
const SWEEP_EVERY = 10_000;

export class Rate {
  readonly #paceMs: number;
  readonly #slackMs: number;
  /** Per key: when it will have paid for all it took. */
  readonly #paidAt = new Map<string, number>();
  #untilSweep = SWEEP_EVERY;

  /** @param atOnce how many may come together; then one every `perMs / count` milliseconds */
  constructor(count: number, perMs: number, atOnce: number = count) {
    this.#paceMs = Math.max(1, Math.round(perMs / count));
    this.#slackMs = this.#paceMs * (atOnce - 1);
  }

  /**
   * @param now whole milliseconds, never going back
   * @returns 0 if it may; else the milliseconds to wait, and nothing is taken
   */
  take(key: string, now: number): number {
    const paidAt = Math.max(this.#paidAt.get(key) ?? now, now);
    const wait = paidAt - now - this.#slackMs;
    if (wait > 0) return wait;
    this.#paidAt.set(key, paidAt + this.#paceMs);
    this.#untilSweep -= 1;
    if (this.#untilSweep <= 0) this.#sweep(now);
    return 0;
  }

  /**
   * For somebody whose takes are known from elsewhere; takes nothing.
   * @param takes when, oldest first, on the clock of `now`
   * @returns 0 if they may; else the milliseconds to wait
   */
  waitAfter(takes: readonly number[], now: number): number {
    const paidAt = takes.reduce((paid, at) => Math.max(paid, at) + this.#paceMs, 0);
    return Math.max(0, paidAt - now - this.#slackMs);
  }

  /** Forgets who has nothing to pay: they are as strangers. */
  #sweep(now: number): void {
    this.#untilSweep = SWEEP_EVERY + this.#paidAt.size;
    for (const [key, paidAt] of this.#paidAt) if (paidAt <= now) this.#paidAt.delete(key);
  }
}
