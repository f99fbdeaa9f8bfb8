/** What this node knows of one stream: how far it has passed it, where positions lie in it, where its chain stood. */
import { NO_HEAD } from '../chain.ts';
import { type ChainHead, JournalFailure } from '../journal.ts';
import type { Batch } from './redisBatch.ts';
import { KEY_TAG } from './redisMaster.ts';
import type { RedisSession } from './redisSession.ts';

/** The end of a batch: the id of its entry in Redis, and its last position. */
interface Landmark {
  id: string;
  position: number;
}

interface Cursor extends Landmark {
  /** The name of the batch that ends here. */
  batch: string;
}

interface ChainLandmark extends Landmark, ChainHead {}

export const START: Landmark = { id: '0-0', position: 0 };
const LANDMARK_EVERY = 1_000;

export const KEY_PREFIX = `${KEY_TAG}:stream:`;

export class RedisStream {
  readonly name: string;
  readonly key: string;
  /** How many want it to be tailed now. */
  holds = 0;
  #cursor: Cursor = { ...START, batch: '' };
  #chain: ChainLandmark = { ...START, head: NO_HEAD };
  readonly #landmarks: Landmark[] = [START];

  constructor(name: string) {
    this.name = name;
    this.key = KEY_PREFIX + name;
  }

  get cursor(): Readonly<Cursor> {
    return this.#cursor;
  }

  /** How far the chain was worked out: whoever asks where it stands goes on from here. */
  get chain(): Readonly<ChainLandmark> {
    return this.#chain;
  }

  /** Remembers how far somebody has worked out the chain. */
  passChain(landmark: ChainLandmark): void {
    if (landmark.position > this.#chain.position) this.#chain = landmark;
  }

  /** Moves on by a batch that follows the cursor. */
  pass(batch: Batch): void {
    const position = this.#cursor.position + batch.count;
    this.#cursor = { id: batch.id, position, batch: batch.name };
    const last = this.#landmarks.at(-1) ?? START;
    if (position - last.position >= LANDMARK_EVERY) this.#landmarks.push({ id: batch.id, position });
  }

  /** Moves on as well, if nobody holds it and the batch follows the cursor: who reads it first need not read it twice. */
  passUnheld(after: string, batch: Batch): void {
    if (this.holds === 0 && this.#cursor.id === after) this.pass(batch);
  }

  /** Where to begin reading what comes after a position. */
  landmarkBefore(position: number): Landmark {
    if (position >= this.#cursor.position) return this.#cursor;
    return this.#landmarks.findLast((landmark) => landmark.position <= position) ?? START;
  }

  /** What was passed was confirmed: a Redis without it has lost what somebody was promised. @throws JournalFailure */
  async assertKept({ asking }: RedisSession): Promise<void> {
    const { id, position, batch } = this.#cursor;
    if (id === START.id) return;
    const [found] = await asking.ask<[id: string, fields: string[]][]>(['XRANGE', this.key, id, id]);
    if (found?.[1].includes(batch)) return;
    throw new JournalFailure(
      `Redis has lost acknowledged entries of stream ${this.name}: entry ${position} is not there any more. ` +
        'Bring back the Redis that has it, or accept the loss by restarting every node.',
    );
  }
}
