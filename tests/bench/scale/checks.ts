/** The model against reality: real installations, small enough for one machine. */
import { setTimeout as pause } from 'node:timers/promises';
import { median } from '../metric.ts';
import { type RedisUnderTest, startRedis } from '../redis.ts';
import { type OurServer, startOurs } from '../servers.ts';
import type { Check, Costs } from './costs.ts';
import { cpuOf, waitOf } from './evening.ts';
import { type Lab, microsPerSecond, ROUNDS } from './lab.ts';
import { loadOf } from './model.ts';
import { SHORT_LIST } from './phoneCosts.ts';

/** Two nodes as in the documents; six, where each waits its longest for company. */
const INSTALLATIONS = [
  { nodes: 2, phones: 2_000, votesPerSecond: 2_000 },
  { nodes: 6, phones: 1_200, votesPerSecond: 1_200 },
];
const WARM_MS = 3_000;
const MEASURE_MS = 8_000;

export async function checks(lab: Lab, costs: Costs): Promise<Check[]> {
  const found: Check[] = [];
  for (const installation of INSTALLATIONS) found.push(await check(lab, costs, installation));
  return found;
}

type Installation = (typeof INSTALLATIONS)[number];

async function check(lab: Lab, costs: Costs, installation: Installation): Promise<Check> {
  const measured = await measure(lab, installation);
  const load = loadOf(
    {
      ...installation,
      votes: installation.votesPerSecond,
      arrivals: 0,
      loadPage: 0,
      questions: SHORT_LIST,
      news: 0,
      votesSoFar: 0,
    },
    costs,
  );
  const cpu = { node: cpuOf(load), redis: load.redis.micros / 1e6 };
  const predicted = {
    'CPU of a node, %': cpu.node * 100,
    'CPU of Redis, %': cpu.redis * 100,
    'commits/s of all nodes': load.batches,
    'kB/s out of Redis': load.redis.bytesOut / 1_000,
    'ms to the answer': waitOf(load, costs, cpu),
  };
  const figures = Object.entries(predicted).map(([name, value]) => ({
    name,
    predicted: value,
    measured: measured[name] ?? 0,
  }));
  for (const figure of figures) lab.say(`${installation.nodes} nodes, ${JSON.stringify(figure)}`);
  return { ...installation, figures };
}

type Figures = Record<string, number>;

interface Running {
  redis: RedisUnderTest;
  nodes: OurServer[];
  pids: number[];
}

/** The middle of several looks at the same installation. */
async function measure(lab: Lab, installation: Installation): Promise<Figures> {
  const running = await install(lab, installation);
  const looks: Figures[] = [];
  while (looks.length < ROUNDS) looks.push(await look(lab, installation, running));
  await lab.crowd.leave('check');
  for (const node of running.nodes) await node.stop();
  await running.redis.stop();
  const names = Object.keys(looks[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(looks.map((figures) => figures[name] ?? 0))]));
}

async function install(lab: Lab, { nodes: count, phones }: Installation): Promise<Running> {
  const redis = await startRedis(await lab.nextPort());
  const nodes: OurServer[] = [];
  while (nodes.length < count) nodes.push(await startOurs(await lab.nextPort(), { REDIS_URL: redis.url }));
  const [first] = nodes;
  if (!first) throw new Error('an installation without a node');
  const { audience } = await first.createDebate();
  await lab.crowd.ask(audience, SHORT_LIST);
  const doors = nodes.map(({ server }) => ({ ...audience, url: `ws://127.0.0.1:${server.port}` }));
  const pids = [...nodes, redis].map(({ server }) => server.pid);
  await lab.crowd.gather('check', doors, pids, SHORT_LIST);
  await lab.crowd.grow('check', phones);
  return { redis, nodes, pids };
}

async function look(
  lab: Lab,
  { votesPerSecond }: Installation,
  { redis, nodes, pids }: Running,
): Promise<Figures> {
  const voting = lab.crowd.scatter('check', votesPerSecond, WARM_MS, MEASURE_MS + 500);
  await pause(WARM_MS);
  const before = await lab.feed.done(redis.url);
  const used = await microsPerSecond(pids, MEASURE_MS);
  const after = await lab.feed.done(redis.url);
  const { ackP50, refused } = await voting;
  if (refused > 0) throw new Error(`${refused} votes were refused`);
  const perSecond = (what: 'appends' | 'bytesSent') => ((after[what] - before[what]) / MEASURE_MS) * 1_000;
  const ofRedis = used.pop() ?? 0;
  return {
    'CPU of a node, %': used.reduce((sum, micros) => sum + micros, 0) / nodes.length / 10_000,
    'CPU of Redis, %': ofRedis / 10_000,
    'commits/s of all nodes': perSecond('appends'),
    'kB/s out of Redis': perSecond('bytesSent') / 1_000,
    'ms to the answer': ackP50,
  };
}
