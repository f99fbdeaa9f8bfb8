/** Runs its work at once when idle, else as long after its last start as those who ask can wait; never twice at a time. */
export class Tick {
  readonly #work: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #isStopped = false;
  #startedAt = Number.NEGATIVE_INFINITY;
  /** Infinity: nobody waits. */
  #dueAt = Number.POSITIVE_INFINITY;

  constructor(work: () => Promise<void>, onError: (error: unknown) => void) {
    this.#work = work;
    this.#onError = onError;
  }

  /**
   * Of all who ask, the first to be due holds.
   * @param interval milliseconds since the last start
   * @param notBefore as `performance.now()` says it
   */
  request(interval: number, notBefore = 0): void {
    const dueAt = Math.max(this.#startedAt + interval, notBefore);
    if (dueAt >= this.#dueAt) return;
    this.#dueAt = dueAt;
    this.#schedule();
  }

  /** For good, whoever asks later. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#isStopped || this.#running || this.#dueAt === Number.POSITIVE_INFINITY) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), Math.max(0, this.#dueAt - performance.now()));
  }

  async #run(): Promise<void> {
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#running = true;
    this.#startedAt = performance.now();
    try {
      await this.#work();
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#running = false;
      this.#schedule();
    }
  }
}
