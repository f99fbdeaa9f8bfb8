/**
 * Prints what docs/decisions/journal-on-redis.md says of the journal on Redis, measured with a server of its own:
 * `npx tsx tests/journal/redisFigures.ts`
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Journal, Recorded } from '../../server/journal/journal.ts';
import { RedisJournal } from '../../server/journal/redis.ts';
import { RedisServer } from './redisServer.ts';

const STREAM = 'debate:figures';
const SECONDS = 4;
const RUNS = 3;
const MILLION = 1_000_000;
const URGENT_EVERY_MS = 100;

/** An upvote as rooms record it: 109 bytes as a payload. */
const upvote = (n: number): Recorded => ({
  at: 1_790_000_000_000 + n,
  by: 'Zk3vJ0pWq8sT1yXa',
  event: { type: 'upvoted', questionId: `question-${n % 300}`.padEnd(16, '.') } as Recorded['event'],
});

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

async function medianOf(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let run = 0; run < RUNS; run += 1) values.push(await measure());
  return median(values);
}

/** Acknowledged events a second, each appender waiting for its answer before it sends again. */
async function throughput(journals: readonly Journal[], appenders: number): Promise<number> {
  const until = performance.now() + SECONDS * 1_000;
  let acknowledged = 0;
  const append = async (journal: Journal, n: number) => {
    while (performance.now() < until) {
      await journal.append(STREAM, [upvote(n)]);
      acknowledged += 1;
    }
  };
  await Promise.all(
    Array.from({ length: appenders }, (_, n) => append(journals[n % journals.length] as Journal, n)),
  );
  return acknowledged / SECONDS;
}

interface Offered {
  operations: number;
  p50: number;
  p99: number;
  urgentP50: number;
  urgentP99: number;
}

/** How long answers took, in milliseconds. */
class Waits {
  readonly #all: number[] = [];

  async measure(answer: Promise<unknown>): Promise<void> {
    const asked = performance.now();
    await answer;
    this.#all.push(performance.now() - asked);
  }

  at(share: number): number {
    const sorted = this.#all.toSorted((one, other) => one - other);
    return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  }
}

/**
 * So many votes a second, spread over the nodes, and now and then on one of them something urgent: operations of Redis
 * a vote, and milliseconds.
 */
async function offer(server: RedisServer, journals: readonly Journal[], perSecond: number): Promise<Offered> {
  await server.ask('CONFIG', 'RESETSTAT');
  const began = performance.now();
  const [waits, urgentWaits] = [new Waits(), new Waits()];
  const answers: Promise<void>[] = [];
  let [sent, urgent] = [0, 0];
  for (let now = 0; now < SECONDS * 1_000; now = performance.now() - began) {
    for (; sent < (now * perSecond) / 1_000; sent += 1) {
      const journal = journals[sent % journals.length] as Journal;
      answers.push(waits.measure(journal.append(STREAM, [upvote(sent)])));
    }
    for (; urgent < now / URGENT_EVERY_MS; urgent += 1) {
      answers.push(urgentWaits.measure((journals[0] as Journal).append(STREAM, [upvote(urgent)], true)));
    }
    await delay(1);
  }
  await Promise.all(answers);
  const processed = Number(/total_commands_processed:(\d+)/.exec(await server.ask('INFO', 'stats'))?.[1]);
  return {
    operations: processed / sent,
    p50: waits.at(0.5),
    p99: waits.at(0.99),
    urgentP50: urgentWaits.at(0.5),
    urgentP99: urgentWaits.at(0.99),
  };
}

async function withNodes<T>(
  count: number,
  settings: readonly string[],
  measure: (server: RedisServer, journals: readonly Journal[]) => Promise<T>,
): Promise<T> {
  const server = await RedisServer.start(settings);
  const journals: RedisJournal[] = [];
  try {
    for (let node = 0; node < count; node += 1) {
      const journal = await RedisJournal.open(server.url);
      await journal.follow(STREAM, 0, () => {});
      journals.push(journal);
    }
    return await measure(server, journals);
  } finally {
    for (const journal of journals) await journal.close();
    await server.remove();
  }
}

async function printThroughput(): Promise<void> {
  for (const policy of ['always', 'everysec']) {
    const rate = await withNodes(1, ['--appendfsync', policy], (_, journals) =>
      medianOf(() => throughput(journals, 1_000)),
    );
    console.log(
      `1,000 concurrent appenders, appendfsync ${policy}: ${Math.round(rate)} acknowledged events/s`,
    );
  }
}

async function printOperations(): Promise<void> {
  for (const nodes of [1, 2, 4]) {
    const found = await withNodes(nodes, [], async (server, journals) => {
      const runs: Offered[] = [];
      for (let run = 0; run < RUNS; run += 1) runs.push(await offer(server, journals, 5_000));
      return runs;
    });
    const of = (key: keyof Offered, digits: number) => median(found.map((run) => run[key])).toFixed(digits);
    console.log(
      `5,000 votes/s over ${nodes} node(s): ${of('operations', 3)} operations of Redis a vote, ` +
        `p50 ${of('p50', 1)} ms, p99 ${of('p99', 1)} ms; urgent: ${of('urgentP50', 1)} ms, ${of('urgentP99', 1)} ms`,
    );
  }
}

async function printMillion(): Promise<void> {
  await withNodes(1, ['--appendfsync', 'everysec'], async (server, [journal]) => {
    if (!journal) return;
    for (let n = 0; n < MILLION; n += 50_000) {
      const batches = Array.from({ length: 1_000 }, (_, m) => upvote(n + m));
      for (let batch = 0; batch < 50; batch += 1) await journal.append(STREAM, batches);
    }
    const memory = await server.ask<number>('MEMORY', 'USAGE', `{sofra}:stream:${STREAM}`, 'SAMPLES', '0');
    console.log(
      `A million upvotes in batches of 1,000 take ${Math.round(memory / MILLION)} bytes of Redis each`,
    );
    const newcomer = await RedisJournal.open(server.url);
    for (const [what, run] of [
      ['read', async () => void (await newcomer.follow(STREAM, 0, () => {}))],
      ['verified', () => newcomer.verify(STREAM)],
    ] as const) {
      const began = performance.now();
      await run();
      console.log(`A million are ${what} in ${((performance.now() - began) / 1_000).toFixed(2)} s`);
    }
    await newcomer.close();
  });
}

await printThroughput();
await printOperations();
await printMillion();
