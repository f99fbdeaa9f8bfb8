/** Runs its work at once when idle, else when `interval` has passed since the last start and the last is over. */
export class Tick {
  readonly #work: () => Promise<void>;
  readonly #interval: () => number;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #wanted: 'no' | 'soon' | 'now' = 'no';
  #startedAt = Number.NEGATIVE_INFINITY;

  /** @param interval milliseconds between two starts, asked for anew each time */
  constructor(work: () => Promise<void>, interval: () => number, onError: (error: unknown) => void) {
    this.#work = work;
    this.#interval = interval;
    this.#onError = onError;
  }

  /** @param urgent does not wait for the interval, only for work that is running */
  request(urgent = false): void {
    if (this.#wanted !== 'now') this.#wanted = urgent ? 'now' : 'soon';
    this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#wanted = 'no';
  }

  #schedule(): void {
    if (this.#running || this.#wanted === 'no') return;
    if (this.#timer && this.#wanted === 'soon') return;
    clearTimeout(this.#timer);
    const wait = this.#wanted === 'now' ? 0 : this.#startedAt + this.#interval() - performance.now();
    this.#timer = setTimeout(() => void this.#run(), Math.max(0, wait));
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#wanted = 'no';
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
