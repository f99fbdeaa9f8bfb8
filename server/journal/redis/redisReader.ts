/** Reads streams from Redis: for who follows, for the head of a chain, for its verification. */
import { setImmediate as turn } from 'node:timers/promises';
import { check, NO_HEAD } from '../chain.ts';
import type { ChainHead, Entry, Verification } from '../journal.ts';
import { entriesIn, linesOf, sealsIn } from './redisBatch.ts';
import type { RedisLink } from './redisLink.ts';
import { pagesAfter } from './redisPages.ts';
import type { RedisSession } from './redisSession.ts';
import { cursorAfter, type RedisStream, START } from './redisStream.ts';
import type { RedisStreams } from './redisStreams.ts';

/** Entries are handed over in portions that a follower takes in within a few milliseconds. */
const PORTION = 2_000;

export class RedisReader {
  readonly #link: RedisLink;
  readonly #streams: RedisStreams;

  constructor(link: RedisLink, streams: RedisStreams) {
    this.#link = link;
    this.#streams = streams;
  }

  async *read(name: string, after: number): AsyncGenerator<readonly Entry[]> {
    const stream = this.#streams.of(name);
    let { id, position } = stream.landmarkBefore(after);
    for await (const batches of pagesAfter(this.#link.session, stream.key, id)) {
      const entries: Entry[] = [];
      for (const batch of batches) {
        if (position + batch.count > after) {
          for (const entry of entriesIn(batch, position, after)) entries.push(entry);
        }
        stream.passUnheld(id, batch);
        id = batch.id;
        position += batch.count;
      }
      yield* inPortions(entries);
    }
  }

  /** Of a stream that is tailed, only what the tail has not passed yet is read. */
  async head(name: string): Promise<ChainHead> {
    const stream = this.#streams.of(name);
    let end = stream.cursor;
    for await (const batches of pagesAfter(this.#link.session, stream.key, end.id)) {
      for (const batch of batches) {
        stream.passUnheld(end.id, batch);
        end = stream.cursor.id === batch.id ? stream.cursor : cursorAfter(end, batch);
      }
    }
    const { position, head } = end;
    return { position, head };
  }

  async verify(name: string): Promise<Verification> {
    const { session } = this.#link;
    const stream = this.#streams.of(name);
    const found: Verification = { position: 0, head: NO_HEAD, erased: 0, broken: null };
    if (await hasGaps(session, stream)) return { ...found, broken: 1 };
    for await (const batches of pagesAfter(session, stream.key, START.id)) {
      for (const batch of batches) {
        const { head, erased, broken } = check(found.head, linesOf(batch), sealsIn(batch));
        found.erased += erased;
        if (broken !== null) return { ...found, broken: found.position + 1 + broken };
        found.head = head;
        found.position += batch.count;
      }
    }
    return found;
  }
}

/** Redis counts what was ever added. Of entries that are gone, it cannot say where they were. */
async function hasGaps({ asking }: RedisSession, { key }: RedisStream): Promise<boolean> {
  if ((await asking.ask<number>(['XLEN', key])) === 0) return false;
  const flat = await asking.ask<unknown[]>(['XINFO', 'STREAM', key]);
  const field = (name: string) => flat[flat.indexOf(name) + 1];
  return flat.includes('entries-added') && field('entries-added') !== field('length');
}

async function* inPortions(entries: readonly Entry[]): AsyncGenerator<readonly Entry[]> {
  for (let start = 0; start < entries.length; start += PORTION) {
    if (start > 0) await turn();
    yield entries.slice(start, start + PORTION);
  }
}
