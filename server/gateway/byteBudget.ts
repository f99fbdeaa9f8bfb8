/** What a phone may be sent for counts: so much a second, and what was saved up. docs/decisions/ticks.md says why. */

/** 144 kB an hour. */
const BYTES_PER_MS = 0.04;
/** Saved up while little happens: counts then move at once for a while. */
const SAVED_AT_MOST = 3_000;
/** However much was spent: no count is held back for longer. */
const LONGEST_REST_MS = 10_000;

export class ByteBudget {
  #left = SAVED_AT_MOST;
  #spentAt = performance.now();

  /** Anything may be spent at any time; what was not there has to come in before counts go out again. */
  spend(bytes: number): void {
    const now = performance.now();
    const had = Math.min(SAVED_AT_MOST, this.#left + (now - this.#spentAt) * BYTES_PER_MS);
    this.#left = Math.max(had - bytes, -LONGEST_REST_MS * BYTES_PER_MS);
    this.#spentAt = now;
  }

  /** When counts may go out again, as `performance.now()` says it. */
  get readyAt(): number {
    return this.#spentAt + Math.max(0, -this.#left / BYTES_PER_MS);
  }
}
