/** Copies everything that a journal keeps into an empty place, sealed as it is, and then checks both chains. */
import type { Holdings, SealedPayloads } from '../../server/journal/holdings.ts';
import { JournalFailure, type Verification } from '../../server/journal/journal.ts';
import type { Place } from '../place.ts';

/** Small commits become one row, or one entry of Redis, of about so many entries. */
const BATCH_ENTRIES = 500;

export interface Moved {
  streams: number;
  entries: number;
}

/**
 * @param onProgress hears what is being done, a sentence each
 * @throws JournalFailure where the source is empty or the target is not, or they are not the same in the end
 */
export async function move(from: Place, to: Place, onProgress: (line: string) => void): Promise<Moved> {
  const streams = await copy(from, to, onProgress);
  onProgress('Reading both again, and checking every hash.');
  const [source, target] = [await verifyAll(from, streams), await verifyAll(to, streams)];
  for (const [index, stream] of streams.entries()) assertSame(stream, source[index], target[index]);
  return { streams: streams.length, entries: source.reduce((sum, { position }) => sum + position, 0) };
}

async function copy(from: Place, to: Place, onProgress: (line: string) => void): Promise<string[]> {
  const source = await from.source();
  try {
    const streams = await source.streams();
    if (streams.length === 0) throw new JournalFailure(`${from.name} holds no log.`);
    const target = await to.target();
    try {
      await assertEmpty(target, to.name);
      for (const stream of streams) {
        onProgress(`Copying ${stream}.`);
        await target.keep(stream, inBatches(source.sealed(stream)));
      }
      const secret = await source.secret();
      if (secret) await target.keepSecret(secret);
      return streams;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function assertEmpty(target: Holdings, name: string): Promise<void> {
  const streams = await target.streams();
  if (streams.length > 0 || (await target.secret())) {
    throw new JournalFailure(`${name} is not empty: nothing was copied.`);
  }
}

async function* inBatches(sealed: AsyncIterable<SealedPayloads>): AsyncGenerator<SealedPayloads> {
  let batch: SealedPayloads[] = [];
  let entries = 0;
  for await (const next of sealed) {
    batch.push(next);
    entries += next.payloads.length;
    if (entries < BATCH_ENTRIES) continue;
    yield joined(batch);
    [batch, entries] = [[], 0];
  }
  if (batch.length > 0) yield joined(batch);
}

const joined = (batch: readonly SealedPayloads[]): SealedPayloads => ({
  payloads: batch.flatMap(({ payloads }) => payloads),
  salts: batch.map(({ salts }) => salts).join(''),
  commitments: batch.map(({ commitments }) => commitments).join(''),
});

async function verifyAll(place: Place, streams: readonly string[]): Promise<Verification[]> {
  const journal = await place.journal();
  try {
    const found: Verification[] = [];
    for (const stream of streams) found.push(await journal.verify(stream));
    return found;
  } finally {
    await journal.close();
  }
}

function assertSame(
  stream: string,
  source: Verification | undefined,
  target: Verification | undefined,
): void {
  if (source?.broken !== null) {
    throw new JournalFailure(
      `${stream} was altered before the move: its entry ${source?.broken} is not what was appended.`,
    );
  }
  if (source.head === target?.head && source.position === target.position && target.broken === null) return;
  throw new JournalFailure(
    `${stream} is not the same in both places (${source.position} and ${target?.position} entries): ` +
      'does a server still write to one of them? Empty the new place and begin again.',
  );
}
