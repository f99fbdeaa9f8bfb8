/** Now and then records in a log where its hash chain stands: anybody can recompute it up to there, and compare. */
import { type Journal, JournalFailure } from '../journal/journal.ts';

/** Entries between two checkpoints. */
const EVERY = 1_000;

export class Checkpoints {
  readonly #journal: Journal;
  readonly #stream: string;
  readonly #now: () => number;
  readonly #onBug: (bug: unknown) => void;
  #isUnderway = false;

  constructor(journal: Journal, stream: string, now: () => number, onBug: (bug: unknown) => void) {
    this.#journal = journal;
    this.#stream = stream;
    this.#now = now;
    this.#onBug = onBug;
  }

  /**
   * Of all nodes, the one whose entry is the thousandth records it. Where that fails, a later one makes up for it.
   * @param last the position of the last of so many entries that were just added here
   */
  added(last: number, entries: number): void {
    if (last % EVERY < entries && !this.#isUnderway) void this.#record();
  }

  async #record(): Promise<void> {
    this.#isUnderway = true;
    try {
      const { position, head } = await this.#journal.head(this.#stream);
      const event = { type: 'checkpointed', position, head };
      await this.#journal.append(this.#stream, [{ at: this.#now(), by: 'server', event }]);
    } catch (error) {
      if (!(error instanceof JournalFailure)) this.#onBug(error);
    } finally {
      this.#isUnderway = false;
    }
  }
}
