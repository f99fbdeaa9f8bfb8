/** Appends from many at once, each trying again until it is acknowledged: as people and their phones do. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Entry, type Journal, JournalFailure } from '../../server/journal/journal.ts';
import { record } from './records.ts';

const AGAIN_AFTER_MS = 20;

export const idOf = ({ event }: Entry): string => (event as { id?: string }).id ?? '';

export class Storm {
  /** The position that each id was acknowledged at. */
  readonly acknowledged = new Map<string, number>();
  /** Of each append that failed, how long it took, in milliseconds. */
  readonly failures: number[] = [];
  readonly #writers: Promise<void>[] = [];
  #isOver = false;

  begin(journal: Journal, stream: string, name: string, writers: number): void {
    for (let writer = 0; writer < writers; writer += 1) {
      this.#writers.push(this.#write(journal, stream, `${name}-${writer}`));
    }
  }

  /** Resolves once everything that was begun is acknowledged. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#writers);
  }

  async #write(journal: Journal, stream: string, name: string): Promise<void> {
    for (let count = 0; !this.#isOver; count += 1) {
      const id = `${name}-${count}`;
      while (!this.acknowledged.has(id)) await this.#try(journal, stream, id);
    }
  }

  async #try(journal: Journal, stream: string, id: string): Promise<void> {
    const began = performance.now();
    try {
      this.acknowledged.set(id, await journal.append(stream, [record(1, { id })]));
    } catch (failure) {
      if (!(failure instanceof JournalFailure)) throw failure;
      this.failures.push(performance.now() - began);
      await delay(AGAIN_AFTER_MS);
    }
  }
}

/** Follows a stream; what comes twice counts once, at its first position. */
export class Deduplicating {
  readonly heard: number[] = [];
  readonly first = new Map<string, number>();
  repeats = 0;

  hear = (entries: readonly Entry[]): void => {
    for (const entry of entries) {
      this.heard.push(entry.position);
      if (this.first.has(idOf(entry))) this.repeats += 1;
      else this.first.set(idOf(entry), entry.position);
    }
  };
}
