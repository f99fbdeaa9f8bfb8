/**
 * Stands in for other nodes: appends batches to a debate's stream as they do, in their format and at a given pace, and
 * reads it as they do, without a node's work. A process of its own on the load core.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'redis';
import { streamOf } from '../../../server/debate/events.ts';
import { sealsOf } from '../../../server/journal/chain.ts';
import { encode } from '../../../server/journal/codec.ts';
import { fieldsOf } from '../../../server/journal/redis/redisBatch.ts';
import { serve } from '../load/remote.ts';
import { median } from '../metric.ts';
import { sampleQuestions } from '../sampleQuestions.ts';
import { STEP_MS } from './lab.ts';
import { StreamReader } from './StreamReader.ts';

/** More than a node's pace counts: each waits its longest for company. */
const WRITERS = 8;
const AT_ONCE = 200;

const [{ id: QUESTION } = { id: '' }] = sampleQuestions(1);
const keyOf = (debateId: string) => `{sofra}:stream:${streamOf(debateId)}`;

async function connected(url: string) {
  const client = createClient({ url, RESP: 2, commandOptions: { timeout: 0 } });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** A batch of votes, each by somebody else. */
function fields(name: string, first: number, votes: number, up: boolean) {
  const type = up ? 'upvoted' : 'upvoteTakenBack';
  const payloads = Array.from({ length: votes }, (_, index) =>
    encode({
      at: 1_790_000_000_000 + index,
      by: `voter${String(first + index).padStart(11, '0')}`,
      event: { type, questionId: QUESTION } as never,
    }),
  );
  return fieldsOf(name, payloads.join('\n'), sealsOf(payloads));
}

let batches = 0;
/** As long as a node's. */
const nextName = () => `feeder-nod-${batches % WRITERS}:${batches++}`;

/** The same votes up, then down again, and so on: each changes something. Put together once. */
function renamed(ready: readonly (readonly (string | Buffer)[])[]) {
  const words = ready[Math.floor(batches) % ready.length] ?? [];
  return [...words.slice(0, -1), nextName()];
}

const readers: StreamReader[] = [];

const functions = {
  /** @returns how many batches were appended */
  async feed(url: string, debateId: string, perSecond: number, votes: number, ms: number): Promise<number> {
    const client = await connected(url);
    const ready = [fields('', 0, votes, true), fields('', 0, votes, false)];
    const startedAt = performance.now();
    const answers: Promise<unknown>[] = [];
    for (let passed = 0; passed < ms; passed = performance.now() - startedAt) {
      for (; answers.length < (passed * perSecond) / 1_000; )
        answers.push(client.sendCommand(['XADD', keyOf(debateId), '*', ...renamed(ready)]));
      await pause(STEP_MS);
    }
    await Promise.all(answers);
    client.destroy();
    return answers.length;
  },

  /** Everybody votes once: what a node keeps of many people. As fast as Redis takes it. */
  async crowd(url: string, debateId: string, people: number, votes: number): Promise<void> {
    const client = await connected(url);
    for (let first = 0; first < people; first += votes * AT_ONCE) {
      const some = Array.from({ length: AT_ONCE }, (_, index) =>
        client.sendCommand([
          ...['XADD', keyOf(debateId), '*'],
          ...fields(nextName(), first + index * votes, votes, true),
        ]),
      );
      await Promise.all(some);
    }
    client.destroy();
  },

  /** What a batch takes in an answer of Redis. */
  batchBytes(votes: number): number {
    const words = ['1790000000000-0', ...fields('feeder-nod-0:100000', 0, votes, true)];
    const taken = words
      .map((word) => Buffer.byteLength(word))
      .map((length) => `$${length}....`.length + length);
    return taken.reduce((sum, bytes) => sum + bytes, '*2..*8..'.length);
  },

  /** From now on so many read the stream. */
  async read(url: string, debateId: string, count: number): Promise<void> {
    const client = await connected(url);
    const [last] = await client.sendCommand<[string][]>([
      'XREVRANGE',
      keyOf(debateId),
      '+',
      '-',
      'COUNT',
      '1',
    ]);
    client.destroy();
    while (readers.length < count)
      readers.push(new StreamReader(Number(new URL(url).port), keyOf(debateId), last?.[0] ?? '0'));
  },

  readNoMore(): void {
    for (const reader of readers.splice(0)) reader.close();
  },

  /** Bytes of memory of the stream. */
  async stored(url: string, debateId: string): Promise<number> {
    const client = await connected(url);
    const bytes = await client.sendCommand<number>(['MEMORY', 'USAGE', keyOf(debateId), 'SAMPLES', '0']);
    client.destroy();
    return bytes;
  },

  /** What Redis has done since its start. */
  async done(url: string): Promise<{ bytesSent: number; appends: number; reads: number }> {
    const client = await connected(url);
    const [stats, commands] = [await client.info('stats'), await client.info('commandstats')];
    client.destroy();
    const count = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
    return {
      bytesSent: count(stats, /total_net_output_bytes:(\d+)/),
      appends: count(commands, /cmdstat_xadd:calls=(\d+)/),
      reads: count(commands, /cmdstat_xread:calls=(\d+)/),
    };
  },

  /** Writes one at a time. @returns milliseconds from a write to its answer: the middle one */
  async write(url: string, times: number): Promise<number> {
    const client = await connected(url);
    const took: number[] = [];
    while (took.length < times) {
      const asked = performance.now();
      await client.sendCommand(['SET', '{sofra}:probe', '']);
      took.push(performance.now() - asked);
    }
    client.destroy();
    return median(took);
  },
};

export type FeedProcess = typeof functions;
serve(functions);
