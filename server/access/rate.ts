/**
 * How often one may: a steady pace with some allowed at once (the generic cell rate algorithm).
 * One number and no timer per key, a tenth of a microsecond per question.
 */

/** Who took in the current stretch, and as many of the one before: some 40 MB at the very most. */
const KEYS_AT_MOST = 100_000;

export class Rate {
  readonly #paceMs: number;
  readonly #slackMs: number;
  /** Per key: when it will have paid for all it took. By then a stretch has passed since it last took. */
  #paidAt = new Map<string, number>();
  /** Those of the stretch before. Who stands in neither has nothing to pay, and is forgotten. */
  #paidAtBefore = new Map<string, number>();
  #stretchEndsAt = 0;

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
    const paidAt = Math.max(this.#paidAt.get(key) ?? this.#paidAtBefore.get(key) ?? now, now);
    const wait = paidAt - now - this.#slackMs;
    if (wait > 0) return wait;
    if (now >= this.#stretchEndsAt || this.#paidAt.size >= KEYS_AT_MOST) this.#beginStretch(now);
    this.#paidAt.set(key, paidAt + this.#paceMs);
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

  /** Before its time only where a flood of keys comes: then some are let off, and nobody is refused for lack of room. */
  #beginStretch(now: number): void {
    this.#paidAtBefore = this.#paidAt;
    this.#paidAt = new Map();
    this.#stretchEndsAt = now + this.#slackMs + this.#paceMs;
  }
}
