/**
 * Looks for what is new, for all who ask at once: a look that has begun may have missed what somebody asks for now, so
 * they share the next. However many ask, there is one look at a time, and a pause between two.
 */
import { setTimeout as delay } from 'node:timers/promises';

const PAUSE_MS = 50;

export class Newest {
  readonly #look: () => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(look: () => Promise<void>) {
    this.#look = look;
  }

  /** Resolves once a look that began after this call is over. */
  look(): Promise<void> {
    this.#next ??= this.#after(this.#last);
    return this.#next;
  }

  async #after(last: Promise<void>): Promise<void> {
    await last;
    const looking = this.#look();
    this.#next = undefined;
    this.#last = looking.catch(() => {}).then(() => delay(PAUSE_MS));
    return looking;
  }
}
