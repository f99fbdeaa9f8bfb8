/** Notes in the organisation's log of what each debate is called and whether it is open: one where it has changed. */
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { DebateInfo } from '../../shared/views.ts';

const AGAIN_AFTER_MS = 1_000;

/** A note that is on its way to the log. */
interface Underway {
  info: DebateInfo;
  kept: Promise<void>;
}

export class DebateNotes {
  readonly #known: (debateId: string) => DebateInfo | undefined;
  readonly #keep: (info: DebateInfo, seq: number) => Promise<void>;
  #isClosed = false;
  /** By debate: the latest. What comes next is compared with it, not with what it is about to replace. */
  readonly #underway = new Map<string, Underway>();

  /**
   * @param known what the log says of a debate by now
   * @param keep resolves once `known` says so
   */
  constructor(
    known: (debateId: string) => DebateInfo | undefined,
    keep: (info: DebateInfo, seq: number) => Promise<void>,
  ) {
    this.#known = known;
    this.#keep = keep;
  }

  /**
   * As `note`, again and again until it is kept: a log that was away for a moment leaves no older note standing.
   * @param now what to note, asked anew each time
   * @param onError hears of every failure
   */
  async noteUntilKept(
    now: () => [info: DebateInfo, seq: number],
    onError: (error: unknown) => void,
  ): Promise<void> {
    while (!this.#isClosed) {
      try {
        return await this.note(...now());
      } catch (error) {
        onError(error);
        await delay(AGAIN_AFTER_MS, undefined, { ref: false });
      }
    }
  }

  close(): void {
    this.#isClosed = true;
  }

  /**
   * Resolves once the list of debates shows it.
   * @param seq the position in the debate's own log
   * @throws JournalFailure
   */
  async note(info: DebateInfo, seq: number): Promise<void> {
    const latest = this.#underway.get(info.id);
    const before = latest?.info ?? this.#known(info.id);
    if (!before) return;
    if (isDeepStrictEqual({ ...before, ...info }, before)) return latest?.kept;
    const underway = { info, kept: this.#keep(info, seq) };
    this.#underway.set(info.id, underway);
    try {
      await underway.kept;
    } finally {
      if (this.#underway.get(info.id) === underway) this.#underway.delete(info.id);
    }
  }
}
