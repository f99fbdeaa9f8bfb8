/**
 * The organisation's log on this node: read from its beginning, followed, appended to. Where it can be followed no
 * further nobody knows who may come in: then nothing is answered here, and every access has ended.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type Entry, type Journal, JournalFailure, type StopFollowing } from '../journal/journal.ts';
import { Directory } from './directory.ts';
import { Newest } from './newest.ts';
import type { OrganisationEvent } from './organisationEvents.ts';

const STREAM = 'organisation';
const CATCH_UP_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 5;

export class OrganisationLog {
  /** What it amounts to. */
  readonly directory = new Directory();
  readonly #journal: Journal;
  readonly #newest = new Newest(() => this.catchUp());
  /** Hears why it can be followed no further. */
  onFailure: (failure: unknown) => void = () => {};
  #failure: unknown;
  #unfollow: StopFollowing = () => {};

  private constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Resolves once all of it has been read. @throws JournalFailure */
  static async open(journal: Journal): Promise<OrganisationLog> {
    const log = new OrganisationLog(journal);
    log.#unfollow = await journal.follow(STREAM, 0, (entries) =>
      log.#hear(entries as readonly Entry<OrganisationEvent>[]),
    );
    if (log.hasFailed) {
      log.close();
      throw log.#failure;
    }
    return log;
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Resolves once the directory shows it. @throws JournalFailure */
  async append(at: number, by: string, event: OrganisationEvent): Promise<void> {
    this.#assertFollowed();
    await this.#journal.append(STREAM, [{ at, by, event }]);
  }

  /**
   * What `find` finds now or, where it finds nothing, once all is known here that is in the log by now: another node
   * may have added it a moment ago.
   * @throws JournalFailure as `catchUp`
   */
  async seek<Found>(find: () => Found | undefined): Promise<Found | undefined> {
    this.#assertFollowed();
    const found = find();
    if (found !== undefined) return found;
    await this.#newest.look();
    return find();
  }

  /** Resolves once everything is known here that is in the log now. @throws JournalFailure where that is not to be had */
  async catchUp(): Promise<void> {
    const position = await this.#journal.append(STREAM, []);
    const until = performance.now() + CATCH_UP_WITHIN_MS;
    while (this.directory.seq < position) {
      this.#assertFollowed();
      if (performance.now() > until)
        throw new JournalFailure(
          `The organisation's log has come to ${position}, and here to ${this.directory.seq}.`,
        );
      await delay(LOOK_EVERY_MS);
    }
  }

  close(): void {
    this.#unfollow();
  }

  #hear(entries: readonly Entry<OrganisationEvent>[]): void {
    if (this.hasFailed) return;
    try {
      for (const entry of entries) this.directory.evolve(entry);
    } catch (failure) {
      this.#failure = failure;
      this.onFailure(failure);
      this.directory.endAllAccess();
    }
  }

  #assertFollowed(): void {
    if (this.hasFailed) throw this.#failure;
  }
}
