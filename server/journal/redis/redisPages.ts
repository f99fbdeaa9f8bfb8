/** Reads a Redis stream from a landmark to its end, in pages of about a megabyte. */
import { type Batch, readBatch, type StreamEntry } from './redisBatch.ts';
import type { RedisSession } from './redisSession.ts';

const PAGE_BYTES = 1_000_000;
const FIRST_COUNT = 100;
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
  let count = FIRST_COUNT;
  for (let id = after; id !== last; ) {
    const range = ['XRANGE', key, `(${id}`, last, 'COUNT', String(count)];
    const batches = (await session.asking.askForBytes<StreamEntry[]>(range)).map(readBatch);
    const end = batches.at(-1);
    if (!end) return;
    yield batches;
    id = end.id;
    count = nextCount(batches);
  }
}

function nextCount(batches: readonly Batch[]): number {
  const bytes = batches.reduce((sum, { payloads, salts }) => sum + payloads.length + 3 * salts.length, 0);
  return Math.min(MOST_COUNT, Math.max(1, Math.floor((PAGE_BYTES * batches.length) / bytes)));
}
