/** Reads a Redis stream from a landmark to its end, in pages of about a quarter of a megabyte. */
import { setImmediate as turn } from 'node:timers/promises';
import { type Batch, readBatch, type StreamEntry } from './redisBatch.ts';
import type { RedisSession } from './redisSession.ts';

const PAGE_BYTES = 250_000;
const FIRST_COUNT = 10;
const MOST_COUNT = 5_000;

/** Everything after an id, in order. Ends at what was confirmed when it began. @throws JournalFailure */
export async function* pagesAfter(
  session: RedisSession,
  key: string,
  after: string,
): AsyncGenerator<readonly Batch[]> {
  const [end] = await session.asking.askForBytes<StreamEntry[]>(['XREVRANGE', key, '+', '-', 'COUNT', '1']);
  if (!end) return;
  await session.confirm();
  const last = end[0].toString();
  if (after === last) return;
  const ask = (id: string, count: number) =>
    session.asking.askForBytes<StreamEntry[]>(['XRANGE', key, `(${id}`, last, 'COUNT', String(count)]);
  for (let asked = ask(after, FIRST_COUNT); ; ) {
    const batches = (await asked).map(readBatch);
    const id = batches.at(-1)?.id;
    if (id === undefined) return;
    if (id !== last) {
      // Redis sends the next page while this one is taken in.
      asked = ask(id, nextCount(batches));
      asked.catch(() => {});
    }
    yield batches;
    if (id === last) return;
    await turn();
  }
}

/** How many batches like these make a page. */
export function nextCount(batches: readonly Batch[]): number {
  const bytes = batches.reduce((sum, { payloads, salts }) => sum + payloads.length + 3 * salts.length, 0);
  return Math.min(MOST_COUNT, Math.max(1, Math.floor((PAGE_BYTES * batches.length) / bytes)));
}
