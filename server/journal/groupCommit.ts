/**
 * Group commit: whatever waits while one commit runs goes into the next, each stream's part in order.
 * Runs on the event loop for every append: as little as possible happens here.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { encode } from './codec.ts';
import type { Followers } from './followers.ts';
import { type Entry, type Recorded, unconfirmed } from './journal.ts';

/** What one commit adds to one stream: `count` payloads as `encode` makes them, one a line. */
export interface Addition {
  stream: string;
  count: number;
  payloads: string;
}

/**
 * Makes additions durable, each whole or not at all. Resolves with the last position of each.
 * @param recordsOf what the addition at an index was encoded from
 * @throws Unconfirmed where they were handed on, else JournalFailure
 */
type Commit = (
  additions: readonly Addition[],
  recordsOf: (index: number) => readonly Recorded[],
) => Promise<readonly number[]>;

/**
 * The least time from the start of a commit of so many entries to the start of the next, in milliseconds: fewer and
 * larger commits.
 */
type Pace = (entries: number, streams: number) => number;
const UNPACED: Pace = () => 0;

interface Waiting {
  records: readonly Recorded[];
  resolve: (position: number) => void;
  reject: (failure: unknown) => void;
}

/** What waits for one stream. */
interface Part {
  stream: string;
  payloads: string[];
  waiting: Waiting[];
}

export class GroupCommit {
  readonly #commit: Commit;
  readonly #followers: Followers | null;
  readonly #pace: Pace;
  #next = new Map<string, Part>();
  #notBefore = 0;
  #isUrgent = false;
  #endRest: () => void = () => {};
  #running: Promise<void> | null = null;

  /**
   * @param followers who hears what was committed; null where the commit itself sees to that
   */
  constructor(commit: Commit, followers: Followers | null, pace: Pace = UNPACED) {
    this.#commit = commit;
    this.#followers = followers;
    this.#pace = pace;
  }

  /** @param isUrgent goes with the next commit as soon as none is under way */
  append(stream: string, records: readonly Recorded[], isUrgent = false): Promise<number> {
    return new Promise((resolve, reject) => {
      const payloads = records.map((record) => encode(record));
      const part = this.#partOf(stream);
      for (const payload of payloads) part.payloads.push(payload);
      part.waiting.push({ records, resolve, reject });
      this.#running ??= this.#run();
      if (isUrgent) this.#hurry();
    });
  }

  /** Resolves once nothing waits any more. */
  async drain(): Promise<void> {
    await this.#running;
  }

  #partOf(stream: string): Part {
    let part = this.#next.get(stream);
    if (!part) {
      part = { stream, payloads: [], waiting: [] };
      this.#next.set(stream, part);
    }
    return part;
  }

  async #run(): Promise<void> {
    while (this.#next.size > 0) {
      const restMs = this.#isUrgent ? 0 : this.#notBefore - performance.now();
      await (restMs > 0 ? this.#rest(restMs) : turn());
      this.#isUrgent = false;
      const parts = [...this.#next.values()];
      this.#next = new Map();
      const entries = parts.reduce((sum, { payloads }) => sum + payloads.length, 0);
      this.#notBefore = performance.now() + this.#pace(entries, parts.length);
      await this.#settle(parts);
    }
    this.#running = null;
  }

  #hurry(): void {
    this.#isUrgent = true;
    this.#endRest();
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.ceil(ms));
      this.#endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #settle(parts: readonly Part[]): Promise<void> {
    try {
      const lasts = await this.#commit(
        parts.map(({ stream, payloads }) => ({
          stream,
          count: payloads.length,
          payloads: payloads.join('\n'),
        })),
        (index) => parts[index]?.waiting.flatMap(({ records }) => records) ?? [],
      );
      for (const [index, part] of parts.entries())
        await this.#acknowledge(part, lasts[index] ?? 0).catch(unconfirmed);
    } catch (failure) {
      for (const { waiting } of parts) for (const { reject } of waiting) reject(failure);
    }
  }

  async #acknowledge({ stream, payloads, waiting }: Part, last: number): Promise<void> {
    let position = last - payloads.length;
    if (this.#followers?.has(stream)) await this.#followers.tell(stream, entriesOf(waiting, position));
    for (const { records, resolve } of waiting) {
      position += records.length;
      resolve(position);
    }
  }
}

function entriesOf(waiting: readonly Waiting[], after: number): Entry[] {
  const entries: Entry[] = [];
  for (const { records } of waiting) {
    for (const { at, by, event } of records) {
      entries.push({ position: after + entries.length + 1, at, by, event });
    }
  }
  return entries;
}
