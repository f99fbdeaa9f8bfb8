/**
 * The journal of many nodes: Redis Streams. Each node appends its own batches and hears everybody's, its own included,
 * in the order of Redis: there is no leader. Nothing here may ever trim or delete.
 * Whatever Redis does not confirm in time is refused as unknown; nothing is queued for when it is back.
 */
import { Followers } from './followers.ts';
import { type Addition, GroupCommit } from './groupCommit.ts';
import {
  type ChainHead,
  type Entry,
  type Journal,
  JournalFailure,
  type Recorded,
  type StopFollowing,
  type Verification,
} from './journal.ts';
import { RedisLink } from './redis/redisLink.ts';
import { RedisPace } from './redis/redisPace.ts';
import { RedisPresence } from './redis/redisPresence.ts';
import { RedisReader } from './redis/redisReader.ts';
import { sharedSecret } from './redis/redisSecret.ts';
import { RedisStreams } from './redis/redisStreams.ts';
import { RedisTail } from './redis/redisTail.ts';
import { readRedisUrl } from './redis/redisUrl.ts';
import { RedisWriter } from './redis/redisWriter.ts';

const PACE_MS = 10;

export interface RedisJournalOptions {
  /** Hears how many entries a commit made durable. */
  onCommit?: (entries: number) => void;
  /** Hears of every failure. The journal tries to recover by itself, again and again. */
  onFailure?: (error: unknown) => void;
  /** Hears that it has recovered. */
  onRecovery?: () => void;
  /** Hears, a sentence each, how Redis could lose what is acknowledged. */
  onWarning?: (warning: string) => void;
  /** Do not open where there would be such a warning. */
  strictDurability?: boolean;
  /** How many replicas must have an entry before it is acknowledged or told. Default: 1 where there are any. */
  minReplicas?: number;
  /** The least time from the start of one commit to the start of the next; where several nodes write, it is more. */
  paceMs?: number;
}

export class RedisJournal implements Journal {
  readonly #options: RedisJournalOptions;
  readonly #streams = new RedisStreams();
  readonly #followers: Followers;
  readonly #link: RedisLink;
  /** How many are where on the nodes together. */
  readonly presence: RedisPresence;
  readonly #tail: RedisTail;
  readonly #reader: RedisReader;
  readonly #writer: RedisWriter;
  readonly #commits: GroupCommit;
  /** An entry that this node cannot read: it must not answer for what it has not seen. */
  #unreadable: unknown;
  #hasFailed = false;
  #becomeCurrent: () => void = () => {};
  readonly #current = new Promise<void>((resolve) => {
    this.#becomeCurrent = resolve;
  });
  #closing: Promise<void> | undefined;

  private constructor(url: string, options: RedisJournalOptions) {
    const { paceMs = PACE_MS, minReplicas, strictDurability: isStrict = false } = options;
    const pace = new RedisPace(paceMs);
    const report = (error: unknown) => options.onFailure?.(error);
    this.#options = options;
    this.#link = new RedisLink(readRedisUrl(url), {
      isStrict,
      minReplicas,
      onWarning: (warning) => options.onWarning?.(warning),
      assertFit: (session) => this.#streams.assertKept(session),
      use: (session) => this.#tail.run(session),
      onFailure: (failure) => {
        this.#hasFailed = true;
        report(failure);
      },
    });
    this.presence = new RedisPresence(this.#link, report);
    this.#reader = new RedisReader(this.#link, this.#streams);
    this.#followers = new Followers((stream, after) => this.#reader.read(stream, after ?? 0));
    this.#tail = new RedisTail({
      followers: this.#followers,
      pace,
      onError: report,
      onUnreadable: (failure) => {
        this.#unreadable = failure;
      },
      onCurrent: () => {
        this.#becomeCurrent();
        if (this.#hasFailed) options.onRecovery?.();
        this.#hasFailed = false;
      },
    });
    this.#writer = new RedisWriter(this.#link, this.#streams, this.#tail);
    this.#commits = new GroupCommit(
      (...commit) => this.#commit(...commit),
      null,
      (entries) => pace.after(entries),
    );
  }

  /**
   * Connects to Redis at `url` (its forms: redisUrl.ts), which any number of nodes may share.
   * @throws JournalFailure where Redis cannot be reached or trusted
   */
  static async open(url: string, options: RedisJournalOptions = {}): Promise<RedisJournal> {
    const journal = new RedisJournal(url, options);
    const { ended } = await journal.#link.open();
    await Promise.race([journal.#current, ended]);
    return journal;
  }

  /** What all nodes share beside the log: 32 bytes. @param draft what it shall be where there is none yet */
  async secret(draft?: Buffer): Promise<Buffer> {
    return sharedSecret(this.#link.session, draft);
  }

  get isHealthy(): boolean {
    return !this.#closing && this.#unreadable === undefined && this.#link.isUp && this.#tail.isCurrent;
  }

  /** Runs for every vote: not async, which would cost a second promise. */
  append(stream: string, records: readonly Recorded[], isUrgent = false): Promise<number> {
    if (this.#closing) return Promise.reject(closed());
    if (records.length === 0) return this.#reader.head(stream).then(({ position }) => position);
    return this.#commits.append(stream, records, isUrgent);
  }

  async *read(stream: string, after = 0): AsyncGenerator<readonly Entry[]> {
    this.#assertOpen();
    yield* this.#reader.read(stream, after);
  }

  async follow(
    name: string,
    after: number,
    hear: (entries: readonly Entry[]) => void,
  ): Promise<StopFollowing> {
    this.#assertOpen();
    const unfollow = await this.#followers.follow(name, after, hear);
    const stream = this.#streams.of(name);
    let release: StopFollowing | undefined = this.#tail.hold(stream);
    const stop = () => {
      unfollow();
      release?.();
      release = undefined;
    };
    try {
      // Who read the stream before it was held may have moved the cursor past what this follower has heard.
      await this.#followers.reach(name, stream.cursor.position);
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  }

  async head(stream: string): Promise<ChainHead> {
    this.#assertOpen();
    return this.#reader.head(stream);
  }

  async verify(stream: string): Promise<Verification> {
    this.#assertOpen();
    return this.#reader.verify(stream);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.presence.close();
    await this.#commits.drain();
    await this.#link.close();
  }

  async #commit(
    additions: readonly Addition[],
    recordsOf: (index: number) => readonly Recorded[],
  ): Promise<number[]> {
    if (this.#unreadable !== undefined) throw this.#unreadable;
    const lasts = await this.#writer.commit(additions, recordsOf);
    this.#options.onCommit?.(additions.reduce((sum, { count }) => sum + count, 0));
    return lasts;
  }

  #assertOpen(): void {
    if (this.#closing) throw closed();
  }
}

const closed = () => new JournalFailure('The journal is closed.');
