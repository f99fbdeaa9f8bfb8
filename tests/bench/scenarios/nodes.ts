/** Two nodes on one Redis against one node on another, the phones spread evenly; and what Redis is asked for a vote. */
import { setTimeout as pause } from 'node:timers/promises';
import { hasRedis } from '../../journal/redisServer.ts';
import { type Bench, ROUNDS, type Scenario } from '../bench.ts';
import type { Voting } from '../load/Crowd.ts';
import { compare } from '../metric.ts';
import { type RedisUnderTest, startRedis } from '../redis.ts';
import { sentence } from '../sentence.ts';
import { type OurServer, startOurs } from '../servers.ts';

const QUESTIONS = 50;
const PHONES = 1_000;
const PACED_PER_SECOND = 5_000;
const OPERATIONS_AT_MOST = 0.05;
const SIDES = { one: 1, two: 2 } as const;

type Side = keyof typeof SIDES;

interface Installation {
  redis: RedisUnderTest;
  nodes: OurServer[];
}

/** Medians are taken of these, a figure a round. */
interface Figures {
  perSecond: number[];
  /** CPU of all nodes for one vote, in microseconds; of one node; of Redis. */
  nodesMicros: number[];
  nodeMicros: number[];
  redisMicros: number[];
  operations: number[];
}

export const nodes: Scenario = async (bench) => {
  if (!hasRedis) {
    bench.say('nodes: SKIPPED, there is no redis-server here');
    return {};
  }
  const one = await install(bench, 'one');
  const two = await install(bench, 'two');
  const installations = { one, two };
  const found: Record<Side, Figures> = { one: noFigures(), two: noFigures() };
  for (let round = 1; round <= ROUNDS; round += 1)
    for (const side of ['two', 'one'] as const)
      await measure(bench, side, installations[side], found[side], `nodes, round ${round}, ${side}`);

  for (const [side, { nodes, redis }] of Object.entries(installations)) {
    await bench.crowd.leave(side);
    for (const node of nodes) await node.stop();
    await redis.stop();
  }
  const of = (figure: keyof Figures) => [found.two[figure], found.one[figure]] as const;
  const perVote = [1];
  return {
    votesPerSecondTwoNodes: compare(...of('perSecond')),
    cpuMicrosPerVoteTwoNodes: compare(...of('nodesMicros')),
    cpuMicrosPerVoteAndNodeTwoNodes: compare(...of('nodeMicros')),
    redisCpuMicrosPerVoteTwoNodes: compare(...of('redisMicros')),
    redisOperationsPerVote: compare(found.one.operations, perVote, { most: OPERATIONS_AT_MOST }),
    redisOperationsPerVoteTwoNodes: compare(found.two.operations, perVote),
  };
};

const noFigures = (): Figures => ({
  perSecond: [],
  nodesMicros: [],
  nodeMicros: [],
  redisMicros: [],
  operations: [],
});

async function install(bench: Bench, side: Side): Promise<Installation> {
  const redis = await startRedis(await bench.nextPort());
  const nodes: OurServer[] = [];
  while (nodes.length < SIDES[side])
    nodes.push(await startOurs(await bench.nextPort(), { REDIS_URL: redis.url }));
  const [first] = nodes;
  if (!first) throw new Error('an installation without a node');
  const { audience } = await first.createDebate();
  await bench.crowd.ask(audience, QUESTIONS);
  const doors = nodes.map(({ server }) => ({ ...audience, url: `ws://127.0.0.1:${server.port}` }));
  const pids = [...nodes, redis].map(({ server }) => server.pid);
  await bench.crowd.gather(side, doors, pids, QUESTIONS);
  await bench.crowd.grow(side, PHONES);
  return { redis, nodes };
}

async function measure(
  bench: Bench,
  side: Side,
  { redis, nodes }: Installation,
  figures: Figures,
  run: string,
): Promise<void> {
  const [warmMs, measureMs] = bench.quick ? [300, 900] : [1_000, 4_000];
  const voting = await bench.crowd.flatOut(side, warmMs, measureMs);
  if (voting.refused > 0) throw new Error(`${voting.refused} votes were refused`);
  const redisMicros = perVote(voting, voting.micros.length - 1);
  figures.perSecond.push(voting.perSecond);
  figures.redisMicros.push(redisMicros);
  figures.nodesMicros.push(voting.serverMicros - redisMicros);
  figures.nodeMicros.push((voting.serverMicros - redisMicros) / nodes.length);

  const pacing = bench.crowd.pace(side, PACED_PER_SECOND, warmMs, measureMs);
  await pause(warmMs);
  const before = await redis.operations();
  await pause(measureMs);
  const operations = (await redis.operations()) - before;
  const paced = await pacing;
  figures.operations.push(operations / paced.answered);
  bench.say(`${run}: ${sentence(voting)}; of it Redis ${redisMicros.toFixed(1)} us`);
  bench.say(
    `${run}, paced: ${(operations / paced.answered).toFixed(3)} operations of Redis a vote; ${sentence(paced)}`,
  );
}

const perVote = ({ micros, answered }: Voting, process: number): number => (micros[process] ?? 0) / answered;
