/**
 * An evening of one debate, second by second: everybody comes, votes come in waves, a node dies, Redis fails over.
 * What a node or Redis cannot do in a second waits for the next.
 */
import { type Random, seededRandom } from '../../../tools/seededRandom.ts';
import type { Costs } from './costs.ts';
import { type Design, type Load, loadOf, type Moment } from './model.ts';

export interface EveningOptions {
  viewers: number;
  nodes: number;
  /** While the audience is called to vote. */
  votesPerSecond: number;
  questions: number;
  minutes: number;
  arriveMinutes: number;
  seed: number;
  machines: Machines;
  design: Design;
}

/** What there is of each resource. */
export interface Machines {
  /** No node shall have more phones in the usual case. */
  nodePhones: number;
  nodeMemory: number;
  /** Bytes a second, as of Redis. */
  nodeNetwork: number;
  redisMemory: number;
  redisNetwork: number;
}

export const RESOURCES = [
  'CPU of a node',
  'memory of a node',
  'network of a node',
  'CPU of Redis',
  'memory of Redis',
  'network of Redis',
] as const;
export type Resource = (typeof RESOURCES)[number];

export interface Peak {
  /** 1: all there is. */
  use: number;
  second: number;
  what: string;
}

export interface Evening {
  peaks: Record<Resource, Peak>;
  /** The highest of them. */
  mostUsed: number;
  /** At the peak of the resource. */
  loads: Record<Resource, Load>;
  votes: number;
  /** Of Redis: an XADD and an XREAD for each commit. */
  operations: number;
  /** Patches to one phone that is there all the time. */
  bytesToPhone: number;
  /** Cores and memory before the nodes at their peaks; null: not measured. */
  proxy: { cores: number; memory: number } | null;
  /** How long a vote waits for its answer, in milliseconds: in the middle of the usual second, and in the worst. */
  usualMs: number;
  worstMs: number;
  worstWhen: string;
}

/** One minute in ten the audience is called to vote; else so much of that. */
const CALLED_EVERY_S = 600;
const CALLED_FOR_S = 60;
const UNCALLED = 0.2;
/** Each second differs by so much. */
const UNEVEN = 0.2;
/** Approved, aired and answered: 380 in an hour. */
const NEWS_PER_SECOND = 0.11;
/** In the middle of the third call a node is gone; its phones are back on others within so long. */
const NODE_LOST_S = 2.95 * CALLED_EVERY_S;
const BACK_WITHIN_S = 5;
/** In that of the fifth Redis fails over; phones ask again each second, so what waits comes within two. */
const REDIS_AWAY_S = 4.95 * CALLED_EVERY_S;
const REDIS_AWAY_FOR_S = 5;
const CAUGHT_UP_WITHIN_S = 2;
const MICROS = 1e6;
/** A slice of work of a node's event loop, in milliseconds: what a vote meets there. */
const SLICE_MS = 1;
/** A commit meets the flush under way and waits for its own. */
const FLUSHES = 1.5;

/** @param enough ends where a resource is used more than this */
export function evening(options: EveningOptions, costs: Costs, enough = Number.POSITIVE_INFINITY): Evening {
  const result = noEvening();
  const waits: number[] = [];
  const backlog = { node: 0, redis: 0 };
  for (const { second, what, moment } of momentsOf(options)) {
    const load = loadOf({ ...moment, votesSoFar: result.votes }, costs, options.design);
    result.votes += moment.votes;
    result.proxy = load.proxy && {
      cores: Math.max(result.proxy?.cores ?? 0, load.proxy.micros / MICROS),
      memory: Math.max(result.proxy?.memory ?? 0, load.proxy.memory),
    };
    result.operations += 2 * load.batches;
    result.bytesToPhone += load.patch.perSecond * load.patch.bytes;
    note(result, usesOf(load, options.machines), { second, what, load });
    const cpu = { node: cpuOf(load) + backlog.node, redis: load.redis.micros / MICROS + backlog.redis };
    const waitMs = waitOf(load, costs, cpu);
    backlog.node = Math.max(0, cpu.node - 1);
    backlog.redis = Math.max(0, cpu.redis - 1);
    waits.push(waitMs);
    if (result.mostUsed > enough) break;
    if (waitMs > result.worstMs) Object.assign(result, { worstMs: waitMs, worstWhen: what });
  }
  result.usualMs = waits.sort((a, b) => a - b)[waits.length >> 1] ?? 0;
  return result;
}

interface Second {
  second: number;
  what: string;
  moment: Omit<Moment, 'votesSoFar'>;
}

function* momentsOf(options: EveningOptions): Generator<Second> {
  const { viewers, minutes, questions } = options;
  const random = seededRandom(options.seed);
  let phones = 0;
  let held = 0;
  for (let second = 0; second < minutes * 60; second += 1) {
    const coming = Math.min(viewers - phones, arrivalsIn(second, options));
    phones += coming;
    const isOneLost = second >= NODE_LOST_S;
    const returning =
      isOneLost && second < NODE_LOST_S + BACK_WITHIN_S ? phones / options.nodes / BACK_WITHIN_S : 0;
    const redis = redisIn(second);
    const wanted = votesIn(second, phones, options, random);
    if (redis === 'away') held += wanted;
    const late = redis === 'back' ? held / CAUGHT_UP_WITHIN_S : 0;
    yield {
      second,
      what: whatOf(second, { coming, returning, redis }),
      moment: {
        nodes: isOneLost ? options.nodes - 1 : options.nodes,
        phones,
        arrivals: coming + returning,
        loadPage: coming / (coming + returning || 1),
        votes: redis === 'away' ? 0 : wanted + late,
        questions,
        news: NEWS_PER_SECOND,
      },
    };
  }
}

type RedisIs = 'there' | 'away' | 'back';

function redisIn(second: number): RedisIs {
  const since = second - REDIS_AWAY_S;
  if (since < 0 || since >= REDIS_AWAY_FOR_S + CAUGHT_UP_WITHIN_S) return 'there';
  return since < REDIS_AWAY_FOR_S ? 'away' : 'back';
}

function whatOf(second: number, now: { coming: number; returning: number; redis: RedisIs }): string {
  if (now.returning > 0) return 'a node is lost';
  if (now.redis !== 'there') return `Redis is ${now.redis}`;
  if (now.coming > 0) return 'everybody comes';
  return isCalled(second) ? 'a call to vote' : 'in between';
}

const isCalled = (second: number): boolean => second % CALLED_EVERY_S >= CALLED_EVERY_S - CALLED_FOR_S;

/** More and more until half of the time, then fewer and fewer. */
function arrivalsIn(second: number, { viewers, arriveMinutes }: EveningOptions): number {
  const all = arriveMinutes * 60;
  const arrived = (at: number) => {
    const share = Math.min(1, at / all);
    return share < 0.5 ? 2 * share ** 2 : 1 - 2 * (1 - share) ** 2;
  };
  return viewers * (arrived(second + 1) - arrived(second));
}

function votesIn(second: number, phones: number, options: EveningOptions, random: Random): number {
  const uneven = 1 + UNEVEN * (2 * random() - 1);
  const called = isCalled(second) ? 1 : UNCALLED;
  return (options.votesPerSecond * called * uneven * phones) / options.viewers;
}

export const cpuOf = ({ node }: Load): number =>
  Object.values(node.micros).reduce((sum, micros) => sum + micros, 0) / MICROS;

const usesOf = (load: Load, machines: Machines): Record<Resource, number> => ({
  'CPU of a node': cpuOf(load),
  'memory of a node': load.node.memory / machines.nodeMemory,
  'network of a node': Math.max(load.node.bytesOut, load.node.bytesIn) / machines.nodeNetwork,
  'CPU of Redis': load.redis.micros / MICROS,
  'memory of Redis': load.redis.memory / machines.redisMemory,
  'network of Redis': load.redis.bytesOut / machines.redisNetwork,
});

/**
 * From a vote's arrival to its answer, in milliseconds: half the pace, the disk, and the queues. What is left over from
 * earlier comes first.
 * @param cpu the share of its core that a node, and Redis, is asked for
 */
export function waitOf(load: Load, { redis }: Costs, cpu: { node: number; redis: number }): number {
  const free = (use: number) => Math.max(0.05, 1 - Math.min(1, use));
  const leftOver = Math.max(0, cpu.node - 1) + Math.max(0, cpu.redis - 1);
  return (
    load.waitMs / 2 +
    (FLUSHES * redis.flushMs) / free(cpu.redis) +
    (SLICE_MS * Math.min(1, cpu.node)) / free(cpu.node) +
    leftOver * 1_000
  );
}

function note(
  result: Evening,
  uses: Record<Resource, number>,
  { second, what, load }: { second: number; what: string; load: Load },
): void {
  for (const resource of RESOURCES) {
    if (uses[resource] <= result.peaks[resource].use) continue;
    result.mostUsed = Math.max(result.mostUsed, uses[resource]);
    result.peaks[resource] = { use: uses[resource], second, what };
    result.loads[resource] = load;
  }
}

function noEvening(): Evening {
  const none = { use: 0, second: 0, what: '' };
  const peaks = Object.fromEntries(RESOURCES.map((resource) => [resource, none]));
  return {
    peaks: peaks as Evening['peaks'],
    mostUsed: 0,
    loads: {} as Evening['loads'],
    votes: 0,
    operations: 0,
    proxy: null,
    bytesToPhone: 0,
    usualMs: 0,
    worstMs: 0,
    worstWhen: '',
  };
}
