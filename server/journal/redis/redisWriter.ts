/** Appends this node's batches: one XADD for each stream of a commit, all in one go. */
import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { type Seals, sealsOf } from '../chain.ts';
import type { Addition } from '../groupCommit.ts';
import { JournalFailure, type Recorded, unconfirmed } from '../journal.ts';
import { fieldsOf } from './redisBatch.ts';
import type { Word } from './redisConnection.ts';
import type { RedisLink } from './redisLink.ts';
import type { RedisSession } from './redisSession.ts';
import type { RedisStreams } from './redisStreams.ts';
import type { RedisTail } from './redisTail.ts';

/** Hashing so many takes about 1 ms of the event loop. */
const SLICE_PAYLOADS = 1_000;
/** A tail that does not get on for two of these, while there is something that Redis has confirmed, hears nothing. */
const LOOK_EVERY_MS = 1_000;

export class RedisWriter {
  readonly #link: RedisLink;
  readonly #streams: RedisStreams;
  readonly #tail: RedisTail;
  /** Batches are named after the node, which no other is named like, and counted. */
  readonly #node = randomBytes(9).toString('base64url');
  #batches = 0;

  constructor(link: RedisLink, streams: RedisStreams, tail: RedisTail) {
    this.#link = link;
    this.#streams = streams;
    this.#tail = tail;
  }

  /**
   * Resolves once everything is confirmed and told: with the last position of each addition.
   * @throws Unconfirmed where it was sent; JournalFailure where there is no Redis to send it to
   */
  async commit(
    additions: readonly Addition[],
    recordsOf: (index: number) => readonly Recorded[],
  ): Promise<number[]> {
    const { session } = this.#link;
    const names = additions.map(() => `${this.#node}:${++this.#batches}`);
    const releases = additions.map(({ stream }) => this.#tail.hold(this.#streams.of(stream)));
    try {
      const commands = await Promise.all(
        additions.map((addition, index) => this.#command(addition, names[index])),
      );
      const confirmed = session.confirmed(commands);
      const told = Promise.all(
        names.map((name, index) => this.#tail.expect(name, recordsOf(index), confirmed)),
      );
      return await this.#toldInTime(session, confirmed, told);
    } catch (failure) {
      return unconfirmed(failure);
    } finally {
      this.#tail.forget(names);
      for (const release of releases) release();
    }
  }

  /** Ends the session where the tail hears nothing of what Redis has confirmed. */
  async #toldInTime(
    session: RedisSession,
    confirmed: Promise<unknown>,
    told: Promise<number[]>,
  ): Promise<number[]> {
    // Where it is not confirmed, that is the failure.
    told.catch(() => {});
    await confirmed;
    let [passed, looks] = [this.#tail.passed, 0];
    const timer = setInterval(() => {
      looks = this.#tail.passed === passed ? looks + 1 : 0;
      passed = this.#tail.passed;
      if (looks === 2) session.end(new JournalFailure('Redis does not send what it has confirmed.'));
    }, LOOK_EVERY_MS);
    try {
      return await told;
    } finally {
      clearInterval(timer);
    }
  }

  async #command({ stream, payloads }: Addition, name = ''): Promise<Word[]> {
    const seals = await sealInSlices(payloads.split('\n'));
    return ['XADD', this.#streams.of(stream).key, '*', ...fieldsOf(name, payloads, seals)];
  }
}

async function sealInSlices(payloads: readonly string[]): Promise<Seals> {
  const seals: Seals = { salts: '', commitments: '' };
  for (let start = 0; start < payloads.length; start += SLICE_PAYLOADS) {
    if (start > 0) await turn();
    const slice = sealsOf(payloads.slice(start, start + SLICE_PAYLOADS));
    seals.salts += slice.salts;
    seals.commitments += slice.commitments;
  }
  return seals;
}
