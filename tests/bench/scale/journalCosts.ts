/** What votes of other nodes cost a node that hears them, and what all of them cost Redis. */
import { setTimeout as pause } from 'node:timers/promises';
import { cpuMicros } from '../processUse.ts';
import type { RedisBytes, RedisCosts } from './costs.ts';
import { type Lab, MEASURE_MS, microsPerSecond, type Place, ROUNDS, STEP_MS, WARM_MS } from './lab.ts';
import { leastSquares, middleOf, type Observation } from './leastSquares.ts';

/** Batches a second, and votes in each: many small ones, few large ones, hardly any. */
const FEEDS = [
  [20, 1],
  [1_000, 2],
  [2_000, 2],
  [200, 200],
] as const;
/** Readers beside the node. */
const READERS = [0, 15, 63];
const SMALL = 2;
const LARGE = 200;
const WRITES = 1_000;
const PEOPLE = 300_000;
const BATCH = 100;

export interface Heard {
  idle: number;
  read: number;
  heardBatch: number;
  heardVote: number;
}

interface Run {
  node: Observation;
  redis: Observation;
  /** A second. */
  bytes: number;
}

export async function journalCosts(
  lab: Lab,
  { redis, node, debateId }: Place,
): Promise<{ heard: Heard; redisCosts: RedisCosts; redisBytes: RedisBytes }> {
  const pids = [node.server.pid, redis.server.pid];
  // Compiled, and the log longer than any cache.
  await lab.feed.feed(redis.url, debateId, 1_000, SMALL, 3 * WARM_MS);
  const idle = await microsPerSecond(pids, MEASURE_MS);
  const [nodeIdle = 0, redisIdle = 0] = idle;
  const runs: Run[][] = READERS.flatMap(() => FEEDS.map(() => []));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, readers] of READERS.entries()) {
      await lab.feed.read(redis.url, debateId, readers);
      for (const [at, [batches, votes]] of FEEDS.entries()) {
        const run = await feedOnce(lab, { url: redis.url, debateId, pids, readers }, batches, votes, idle);
        lab.say(sentence(run, readers, batches, votes));
        runs[index * FEEDS.length + at]?.push(run);
      }
    }
    await lab.feed.readNoMore();
  }
  const [read = 0, heardBatch = 0, heardVote = 0] = leastSquares(
    runs.map((same) => middleOf(same.map((run) => run.node))),
  );
  const { flushMs, flush: alone } = await flushes(lab, redis);
  const [flush = 0, batch = 0, vote = 0, readMicros = 0, readBatch = 0, readVote = 0] = leastSquares([
    ...runs.map((same) => middleOf(same.map((run) => run.redis))),
    alone,
  ]);
  const sentVote =
    ((await lab.feed.batchBytes(LARGE)) - (await lab.feed.batchBytes(SMALL))) / (LARGE - SMALL);
  const sentBatch = (await lab.feed.batchBytes(SMALL)) - SMALL * sentVote;
  return {
    heard: { idle: nodeIdle, read, heardBatch, heardVote },
    redisCosts: { idle: redisIdle, flush, batch, vote, read: readMicros, readBatch, readVote, flushMs },
    redisBytes: { ...(await storedBytes(lab, redis.url)), sentBatch, sentVote },
  };
}

const sentence = ({ node, redis, bytes }: Run, readers: number, batches: number, votes: number): string =>
  `${readers + 1} readers, ${batches} batches of ${votes}: node ${percent(node.total)}, ` +
  `Redis ${percent(redis.total)}, ${(bytes / 1e6).toFixed(1)} MB/s out`;

const percent = (micros: number): string => `${(micros / 10_000).toFixed(1)} %`;

interface Fed {
  url: string;
  debateId: string;
  pids: number[];
  /** Beside the node. */
  readers: number;
}

async function feedOnce(
  { feed }: Lab,
  { url, debateId, pids, readers }: Fed,
  batches: number,
  votes: number,
  [nodeIdle = 0, redisIdle = 0]: readonly number[],
): Promise<Run> {
  const feeding = feed.feed(url, debateId, batches, votes, WARM_MS + MEASURE_MS + 500);
  await pause(WARM_MS);
  const before = await feed.done(url);
  const startedAt = performance.now();
  const [nodeMicros = 0, redisMicros = 0] = await microsPerSecond(pids, MEASURE_MS);
  const after = await feed.done(url);
  const seconds = (performance.now() - startedAt) / 1_000;
  await feeding;
  const appended = (after.appends - before.appends) / seconds;
  const reads = (after.reads - before.reads) / seconds;
  const bytes = (after.bytesSent - before.bytesSent) / seconds;
  // Readers that do not keep up are sent less.
  const heard = Math.min(appended * (readers + 1), bytes / (await feed.batchBytes(votes)));
  return {
    node: { counts: [reads / (readers + 1), appended, appended * votes], total: nodeMicros - nodeIdle },
    redis: {
      counts: [Math.min(appended, 1_000 / STEP_MS), appended, appended * votes, reads, heard, heard * votes],
      total: redisMicros - redisIdle,
    },
    bytes,
  };
}

/** Nothing but writes, each with a flush of its own. */
async function flushes(
  { feed }: Lab,
  { url, server }: Place['redis'],
): Promise<{ flushMs: number; flush: Observation }> {
  const before = cpuMicros(server.pid);
  const flushMs = await feed.write(url, WRITES);
  return { flushMs, flush: { counts: [WRITES, 0, 0, 0, 0, 0], total: cpuMicros(server.pid) - before } };
}

/** What Redis keeps in memory, from a log in small batches and one in large ones. */
async function storedBytes({ feed }: Lab, url: string): Promise<{ storedBatch: number; storedVote: number }> {
  const observe = async (debateId: string, people: number, votes: number): Promise<Observation> => {
    await feed.crowd(url, debateId, people, votes);
    return { counts: [people / votes, people], total: await feed.stored(url, debateId) };
  };
  const [storedBatch = 0, storedVote = 0] = leastSquares([
    await observe('small', 20_000, SMALL),
    await observe('large', 200_000, LARGE),
  ]);
  return { storedBatch, storedVote };
}

/** A log of many people: what it takes to keep, and to read at the start. */
export async function crowdCosts(
  lab: Lab,
  { redis, node, debate, debateId }: Place,
): Promise<{ bytesPerVote: number; replayedVote: number }> {
  const before = await node.server.memoryAfterCollection();
  await lab.feed.crowd(redis.url, debateId, PEOPLE, BATCH);
  await pause(WARM_MS);
  const bytesPerVote = ((await node.server.memoryAfterCollection()).kept - before.kept) / PEOPLE;
  await lab.crowd.leave('one');
  await node.server.stop();
  await node.server.start();
  const { pid } = node.server;
  const [idle = 0] = await microsPerSecond([pid], WARM_MS);
  await lab.crowd.gather('one', [debate.audience], [pid], 1);
  const joining = microsPerSecond([pid], MEASURE_MS);
  await lab.crowd.grow('one', 1);
  const [replaying = 0] = await joining;
  const replayedVote = ((replaying - idle) * MEASURE_MS) / 1_000 / PEOPLE;
  lab.say(
    `a vote that is kept: ${Math.round(bytesPerVote)} bytes on each node; at a start ${replayedVote.toFixed(2)} us`,
  );
  return { bytesPerVote, replayedVote };
}
