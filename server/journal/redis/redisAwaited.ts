/** The batches of this node that are on their way: appended, and not heard yet. */
import type { JournalFailure, Recorded } from '../journal.ts';

export interface Awaited {
  readonly records: readonly Recorded[];
  readonly confirmed: Promise<unknown>;
  /** To be called with its last position once it was told. */
  readonly pass: (last: number) => void;
  readonly fail: (failure: unknown) => void;
}

export class RedisAwaited {
  readonly #batches = new Map<string, Awaited & { isConfirmed: boolean }>();
  readonly #onConfirmed: () => void;

  /** @param onConfirmed called when a batch, and so something to read, is known to be in Redis, or not to come */
  constructor(onConfirmed: () => void) {
    this.#onConfirmed = onConfirmed;
  }

  /** Resolves with the last position of a batch once it was told. */
  expect(batch: string, records: readonly Recorded[], confirmed: Promise<unknown>): Promise<number> {
    return new Promise((pass, fail) => {
      const awaited = { records, confirmed, isConfirmed: false, pass, fail };
      this.#batches.set(batch, awaited);
      const read = () => {
        awaited.isConfirmed = true;
        this.#onConfirmed();
      };
      confirmed.then(read, read);
    });
  }

  get(batch: string): Awaited | undefined {
    return this.#batches.get(batch);
  }

  forget(batch: string): void {
    this.#batches.delete(batch);
  }

  /** There is something to read that somebody waits for. */
  get isAnyConfirmed(): boolean {
    for (const { isConfirmed } of this.#batches.values()) if (isConfirmed) return true;
    return false;
  }

  fail(failure: JournalFailure): void {
    for (const { fail } of this.#batches.values()) fail(failure);
    this.#batches.clear();
  }
}
