/**
 * Hears what comes into all followed streams, whoever appended it, in the order of Redis, and tells it: one blocking
 * read for the whole node, on a connection of its own. Tells nothing that is not confirmed by the replicas asked for:
 * who hears something may answer for it.
 */
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import type { Followers } from '../followers.ts';
import type { Entry, JournalFailure, Recorded } from '../journal.ts';
import { type Awaited, RedisAwaited } from './redisAwaited.ts';
import { type Batch, entriesIn, nodeOf, portionsOf, readBatch, type StreamEntry } from './redisBatch.ts';
import { RedisCatchUp } from './redisCatchUp.ts';
import type { RedisPace } from './redisPace.ts';
import { nextCount } from './redisPages.ts';
import type { RedisSession } from './redisSession.ts';
import type { RedisStream } from './redisStream.ts';

/** A quiet tail asks anew so often: a connection that has died unseen is noticed. */
const BLOCK_MS = 2_000;
const ANSWER_WITHIN_MS = 2_000;
/** Batches of one stream in one answer: as many as make a page, and more than come between two reads of a node that keeps up. */
const LEAST_COUNT = 20;
const INTERRUPT_AGAIN_MS = 2;
/** How much later than at the next commit others are heard: what is appended by then comes with the same read. */
const SLACK_MS = 5;

type Reply = [key: Buffer, entries: StreamEntry[]][] | null;

interface Page {
  stream: RedisStream;
  /** The id that was read after. */
  after: string;
  batches: readonly Batch[];
}

interface TailOptions {
  followers: Followers;
  pace: RedisPace;
  /** A follower has thrown. */
  onError: (error: unknown) => void;
  /** An entry that this node cannot read: it can follow no further. */
  onUnreadable: (failure: unknown) => void;
  /** Everything is told that was there when the session began. */
  onCurrent: () => void;
}

export class RedisTail {
  readonly #options: TailOptions;
  readonly #held = new Set<RedisStream>();
  readonly #awaited = new RedisAwaited(() => this.#endLinger());
  /** How often streams were added, and how many of these additions the read under way knows of. */
  #additions = 0;
  #known = 0;
  #isInterrupting = false;
  readonly #catchUp: RedisCatchUp;
  #count = LEAST_COUNT;
  /** Batches that were passed, ever. */
  #passed = 0;
  #interrupt: () => void = () => {};
  #endLinger: () => void = () => {};

  constructor(options: TailOptions) {
    this.#options = options;
    this.#catchUp = new RedisCatchUp(options.onCurrent);
  }

  /** Everything is told that was there when the session began. */
  get isCurrent(): boolean {
    return this.#catchUp.isDone;
  }

  /** Grows as long as the tail gets on. */
  get passed(): number {
    return this.#passed;
  }

  /** Tails a stream, from its cursor on, until what is returned was called as often as this. */
  hold(stream: RedisStream): () => void {
    stream.holds += 1;
    if (stream.holds === 1) {
      this.#held.add(stream);
      this.#additions += 1;
      this.#endLinger();
      this.#interrupt();
    }
    return () => {
      stream.holds -= 1;
      if (stream.holds > 0) return;
      this.#held.delete(stream);
      this.#catchUp.reach(stream);
    };
  }

  /** Resolves with the last position of a batch once it was told. Its followers hear the records themselves. */
  expect(batch: string, records: readonly Recorded[], confirmed: Promise<unknown>): Promise<number> {
    return this.#awaited.expect(batch, records, confirmed);
  }

  /** Of batches that were not confirmed: if they come in after all, they are read like anybody's. */
  forget(batches: readonly string[]): void {
    for (const batch of batches) this.#awaited.forget(batch);
  }

  /**
   * Runs until the session ends, and ends it where it cannot go on. It never rejects.
   * @returns whether it was current by then
   */
  async run(session: RedisSession): Promise<boolean> {
    const ended = session.ended.then((failure) => this.#fail(failure));
    try {
      const client = await session.tailing.ask<number>(['CLIENT', 'ID']);
      this.#interrupt = () => void this.#unblock(session, client);
      for (const { name, cursor } of this.#held) await this.#options.followers.reach(name, cursor.position);
      await this.#catchUp.begin(session, [...this.#held]);
      while (!session.hasEnded) await this.#turn(session);
    } catch (failure) {
      session.end(failure);
    }
    this.#interrupt = () => {};
    await ended;
    const wasCurrent = this.isCurrent;
    this.#catchUp.end();
    return wasCurrent;
  }

  async #turn(session: RedisSession): Promise<void> {
    const streams = [...this.#held];
    this.#known = this.#additions;
    if (streams.length === 0) return this.#linger(BLOCK_MS);
    const afters = streams.map(({ cursor }) => cursor.id);
    const reply = await session.tailing.askForBytes<Reply>(
      [
        ...['XREAD', 'COUNT', String(this.#count), 'BLOCK', String(BLOCK_MS), 'STREAMS'],
        ...streams.map(({ key }) => key),
        ...afters,
      ],
      BLOCK_MS + ANSWER_WITHIN_MS,
    );
    if (!reply) return;
    const answers = new Map(reply.map(([key, entries]) => [key.toString(), entries]));
    const pages = streams.flatMap((stream, index) => {
      const entries = answers.get(stream.key);
      if (!entries) return [];
      return [{ stream, after: afters[index] ?? '', batches: this.#readable(() => entries.map(readBatch)) }];
    });
    await this.#confirm(session, pages);
    for (const page of pages) await this.#tell(page);
    const isMore = pages.some(({ batches }) => batches.length === this.#count);
    const fit = nextCount(pages.flatMap(({ batches }) => batches)) / pages.length;
    this.#count = Math.max(LEAST_COUNT, Math.floor(fit));
    if (!this.#isAwaited && !isMore) await this.#linger(this.#options.pace.ms + SLACK_MS);
  }

  /** There is something to read that somebody waits for. */
  get #isAwaited(): boolean {
    return this.#awaited.isAnyConfirmed || this.#known < this.#additions;
  }

  /** Nobody knows of another node's batches whether they were confirmed. */
  async #confirm(session: RedisSession, pages: readonly Page[]): Promise<void> {
    if (session.replicas === 0) return;
    const batches = pages.flatMap((page) => page.batches);
    const own = batches.flatMap(({ name }) => this.#awaited.get(name)?.confirmed ?? []);
    await (own.length === batches.length ? Promise.all(own) : session.confirm());
  }

  /** In portions: whoever has been away may have much to hear, and everything else wants its turn. */
  async #tell({ stream, after, batches }: Page): Promise<void> {
    let told = after;
    for (const portion of portionsOf(batches)) {
      // Who reads a stream that nobody holds any more moves its cursor too.
      if (stream.cursor.id !== told) return;
      await this.#tellPortion(stream, portion);
      told = stream.cursor.id;
      if (portion.length < batches.length) await turn();
    }
    this.#catchUp.reach(stream);
  }

  async #tellPortion(stream: RedisStream, batches: readonly Batch[]): Promise<void> {
    const { followers, onError, pace } = this.#options;
    const entries = followers.has(stream.name) ? this.#entriesOf(batches, stream.cursor.position) : [];
    const passed: [Awaited, number][] = [];
    for (const batch of batches) {
      stream.pass(batch);
      pace.hear(nodeOf(batch));
      const awaited = this.#awaited.get(batch.name);
      if (awaited) passed.push([awaited, stream.cursor.position]);
      this.#awaited.forget(batch.name);
    }
    this.#passed += batches.length;
    try {
      await followers.tell(stream.name, entries);
      for (const [{ pass }, last] of passed) pass(last);
    } catch (error) {
      for (const [{ fail }] of passed) fail(error);
      onError(error);
    }
  }

  #entriesOf(batches: readonly Batch[], position: number): Entry[] {
    const entries: Entry[] = [];
    for (const batch of batches) {
      const records = this.#awaited.get(batch.name)?.records;
      const next = records ? numbered(records, position) : this.#readable(() => entriesIn(batch, position));
      for (const entry of next) entries.push(entry);
      position += batch.count;
    }
    return entries;
  }

  #readable<T>(read: () => T): T {
    try {
      return read();
    } catch (failure) {
      this.#options.onUnreadable(failure);
      throw failure;
    }
  }

  /** Until the read under way knows of every stream: one that was about to begin may have been missed. */
  async #unblock(session: RedisSession, client: number): Promise<void> {
    if (this.#isInterrupting) return;
    this.#isInterrupting = true;
    try {
      while (this.#known < this.#additions && !session.hasEnded) {
        await session.asking.ask(['CLIENT', 'UNBLOCK', String(client)]);
        await delay(INTERRUPT_AGAIN_MS);
      }
    } catch (failure) {
      session.end(failure);
    } finally {
      this.#isInterrupting = false;
    }
  }

  #linger(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endLinger = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #fail(failure: JournalFailure): void {
    this.#endLinger();
    this.#awaited.fail(failure);
  }
}

const numbered = (records: readonly Recorded[], after: number): Entry[] =>
  records.map(({ at, by, event }, index) => ({ position: after + index + 1, at, by, event }));
