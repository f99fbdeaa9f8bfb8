/**
 * The process's clock by hand: an hour passes in seconds, and whatever is due happens in its order. Sockets, files and
 * promises go on by themselves; only timers and what the clocks say are ours. For a process of its own.
 */
import timers from 'node:timers';
import { setImmediate as turn } from 'node:timers/promises';

interface Due {
  at: number;
  work: () => void;
  everyMs: number | undefined;
}

/** Turns of the event loop in which what a timer has set going reaches the sockets and is read from them. */
const TURNS = 4;

export class FakeClock {
  readonly #startedAt: number;
  #ms = 0;
  #due = new Set<Due>();

  /** @param startedAt what `Date.now()` says at the start; `performance.now()` says 0 */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** Milliseconds since the start. */
  get now(): number {
    return this.#ms;
  }

  /** Takes the place of the process's clocks, for good. */
  install(): void {
    performance.now = () => this.#ms;
    Date.now = () => Math.floor(this.#startedAt + this.#ms);
    const timer =
      (again: boolean) =>
      (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
        this.#timer(() => work(...args), ms, again);
    const clear = (timer: unknown) => void (timer as { close(): void } | undefined)?.close();
    const ours = {
      setTimeout: timer(false),
      setInterval: timer(true),
      clearTimeout: clear,
      clearInterval: clear,
    };
    Object.assign(globalThis, ours);
    Object.assign(timers, ours);
  }

  /** Time goes on to `ms` after the start. */
  async reach(ms: number): Promise<void> {
    for (let next = this.#nextUntil(ms); next; next = this.#nextUntil(ms)) {
      this.#ms = Math.max(this.#ms, next.at);
      if (next.everyMs === undefined) this.#due.delete(next);
      else next.at += next.everyMs;
      next.work();
      await this.settle();
    }
    this.#ms = ms;
  }

  /** Lets what is underway come to an end without time going on. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < TURNS; turns += 1) await turn();
  }

  #nextUntil(ms: number): Due | undefined {
    let next: Due | undefined;
    for (const due of this.#due) if (due.at <= ms && (!next || due.at < next.at)) next = due;
    return next;
  }

  #timer(work: () => void, ms: number, again: boolean): object {
    const wait = Math.max(1, ms);
    const due: Due = { at: this.#ms + wait, work, everyMs: again ? wait : undefined };
    this.#due.add(due);
    const handle = {
      close: () => void this.#due.delete(due),
      refresh: () => {
        due.at = this.#ms + wait;
        this.#due.add(due);
        return handle;
      },
      ref: () => handle,
      unref: () => handle,
      hasRef: () => false,
    };
    return handle;
  }
}
