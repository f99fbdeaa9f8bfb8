/**
 * The journal of one machine: SQLite in a thread of its own. Never on the event loop: SQL, fsync, hashing.
 * After any error of the disk the thread is thrown away and a new one must find everything that was acknowledged.
 */
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { NO_HEAD } from './chain.ts';
import { decode } from './codec.ts';
import { Followers } from './followers.ts';
import { type Addition, GroupCommit } from './groupCommit.ts';
import {
  type ChainHead,
  type Entry,
  type Journal,
  JournalFailure,
  type Recorded,
  type StopFollowing,
  unconfirmed,
  type Verification,
} from './journal.ts';
import type { Slice } from './sqlite/sqliteStore.ts';
import { type Answer, type Question, SqliteThread } from './sqlite/sqliteThread.ts';
import type { Method } from './sqlite/sqliteWorker.ts';

/**
 * A commit costs about 0.2 ms of CPU however little is in it: one every 2 ms is enough, and in a storm, where
 * everybody waits for the sockets anyway, one every 8 ms. Each stream costs a row: with 200 of them, one every 50 ms.
 */
const pace = (entries: number, streams: number): number => Math.max(entries > 50 ? 8 : 2, streams / 4);
/** After a failure, appends are refused so long before the database is opened anew. */
const REOPEN_AFTER_MS = 500;

interface SqliteJournalOptions {
  /** Hears how many entries a commit made durable. */
  onCommit?: (entries: number) => void;
  /** Hears of every failure. The journal tries to recover by itself, again and again. */
  onFailure?: (failure: JournalFailure) => void;
  /** Hears that it has recovered. */
  onRecovery?: () => void;
}

export class SqliteJournal implements Journal {
  readonly #dataDir: string;
  readonly #options: SqliteJournalOptions;
  readonly #followers = new Followers((stream, after) => this.read(stream, after));
  readonly #commits = new GroupCommit((additions) => this.#commit(additions), this.#followers, pace);
  /** The last acknowledged position of each stream that was written to. */
  readonly #acknowledged = new Map<string, number>();
  #thread: SqliteThread | JournalFailure = new JournalFailure('The journal is not open yet.');
  /** Every follower has heard what was kept before the thread was last replaced. */
  #isCurrent = true;
  #recovery: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  private constructor(dataDir: string, options: SqliteJournalOptions) {
    this.#dataDir = dataDir;
    this.#options = options;
  }

  /**
   * Opens or creates the journal in `dataDir`, which no other process may use at the same time.
   * @throws JournalFailure where nothing could be made durable
   */
  static async open(dataDir: string, options: SqliteJournalOptions = {}): Promise<SqliteJournal> {
    const journal = new SqliteJournal(dataDir, options);
    await journal.#open();
    return journal;
  }

  get isHealthy(): boolean {
    return !this.#closing && this.#isCurrent && this.#thread instanceof SqliteThread;
  }

  /** Runs for every vote: not async, which would cost a second promise. */
  append(stream: string, records: readonly Recorded[], isUrgent = false): Promise<number> {
    if (this.#closing) return Promise.reject(closed());
    if (records.length === 0) return this.head(stream).then(({ position }) => position);
    return this.#commits.append(stream, records, isUrgent);
  }

  async *read(stream: string, after = 0): AsyncGenerator<readonly Entry[]> {
    this.#assertOpen();
    let slice = await this.#ask('read', stream, after);
    const end = slice.last;
    for (let position = after; slice.read > position; ) {
      // The thread reads on while the event loop takes in what it has read.
      const next = slice.read < end ? this.#ask('read', stream, slice.read) : undefined;
      next?.catch(() => {});
      yield entriesOf(slice, position);
      if (!next) return;
      position = slice.read;
      // The thread may be faster: its answers alone would not let anything else have its turn.
      await turn();
      slice = await next;
      this.#assertOpen();
    }
  }

  async follow(
    stream: string,
    after: number,
    hear: (entries: readonly Entry[]) => void,
  ): Promise<StopFollowing> {
    return this.#followers.follow(stream, after, hear);
  }

  async head(stream: string): Promise<ChainHead> {
    this.#assertOpen();
    return this.#ask('head', stream);
  }

  async verify(stream: string): Promise<Verification> {
    let found = { position: 0, head: NO_HEAD, last: Number.POSITIVE_INFINITY };
    let erased = 0;
    while (found.position < found.last) {
      this.#assertOpen();
      const slice = await this.#ask('verify', stream, found);
      erased += slice.erased;
      if (slice.broken !== null)
        return { position: slice.position, head: slice.head, erased, broken: slice.broken };
      found = slice;
    }
    return { position: found.position, head: found.head, erased, broken: null };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#commits.drain();
    await this.#recovery;
    const thread = this.#thread;
    if (!(thread instanceof SqliteThread)) return;
    // A thread that has died has closed its files too.
    await thread.ask('close').catch(() => {});
    await thread.ended;
  }

  async #open(): Promise<void> {
    const thread = await SqliteThread.start(this.#dataDir, this.#acknowledged);
    this.#thread = thread;
    void thread.ended.then((failure) => this.#fail(failure));
  }

  #fail(failure: JournalFailure): void {
    this.#thread = failure;
    this.#isCurrent = false;
    if (this.#closing) return;
    this.#options.onFailure?.(failure);
    this.#recovery = this.#reopen();
  }

  async #reopen(): Promise<void> {
    await delay(REOPEN_AFTER_MS);
    if (this.#closing) return;
    try {
      await this.#open();
    } catch (failure) {
      return this.#fail(failure as JournalFailure);
    }
    await this.#catchUp(this.#thread);
  }

  /** What was not acknowledged may have been kept: nobody must go on as if it had not. */
  async #catchUp(thread: SqliteThread | JournalFailure): Promise<void> {
    try {
      for (const stream of this.#followers.streams)
        await this.#followers.reach(stream, (await this.head(stream)).position);
      this.#isCurrent = true;
      this.#options.onRecovery?.();
    } catch (failure) {
      // Where the thread has ended, that is told already.
      if (this.#thread === thread) this.#options.onFailure?.(failure as JournalFailure);
    }
  }

  async #commit(additions: readonly Addition[]): Promise<number[]> {
    const positions = await this.#running.ask('commit', additions).catch(unconfirmed);
    for (const [index, { stream }] of additions.entries()) {
      this.#acknowledged.set(stream, positions[index] ?? 0);
    }
    this.#options.onCommit?.(additions.reduce((sum, { count }) => sum + count, 0));
    return positions;
  }

  async #ask<M extends Method>(...question: Question<M>): Promise<Answer<M>> {
    return this.#running.ask(...question);
  }

  /** @throws JournalFailure with why there is none now */
  get #running(): SqliteThread {
    if (this.#thread instanceof SqliteThread) return this.#thread;
    throw this.#thread;
  }

  #assertOpen(): void {
    if (this.#closing) throw closed();
  }
}

const closed = () => new JournalFailure('The journal is closed.');

function entriesOf({ runs }: Slice, after: number): Entry[] {
  const entries: Entry[] = [];
  for (const { first, payloads } of runs) {
    const next = after + entries.length + 1;
    if (first > next) throw new JournalFailure(`Entry ${next} is missing.`);
    for (const [index, payload] of payloads.split('\n').entries()) {
      if (first + index > after) entries.push(decode(payload, first + index));
    }
  }
  return entries;
}
