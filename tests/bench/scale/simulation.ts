/** What the simulation prints. */
import { AT_MOST, bottleneckOf, fewestForPhones, fewestNodes, furthest } from './carrying.ts';
import type { Costs } from './costs.ts';
import { type Evening, type EveningOptions, evening, RESOURCES } from './evening.ts';
import { clock, columns, percent, short, size, whole } from './figures.ts';
import type { Asked } from './options.ts';

/** Shown beside the one that was asked for. */
const SCALE = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 4];

/** @param isVerdict no tables */
export function simulation(asked: Asked, costs: Costs, isVerdict: boolean): string {
  const fewest = fewestNodes(asked, costs);
  const far = furthest(asked, costs);
  const nodes = asked.nodes ?? fewest ?? leastBurdened(asked, costs);
  const options = { ...asked, nodes };
  const night = evening(options, costs);
  const tables = () => [peaks(night), spent(night), byNodes(options, costs)];
  const parts = [head(options), ...(isVerdict ? [] : tables()), verdict(options, night, fewest, far)];
  return parts.join(isVerdict ? '\n' : '\n\n');
}

const head = ({ viewers, nodes, votesPerSecond, questions }: EveningOptions): string =>
  `${whole(viewers)} viewers of one debate on ${whole(nodes)} nodes, ${whole(votesPerSecond)} votes/s when called, ` +
  `${whole(questions)} questions`;

function peaks(night: Evening): string {
  const rows = RESOURCES.map((resource) => {
    const { use, second, what } = night.peaks[resource];
    return [resource, percent(use), clock(second), what];
  });
  const answers = `A vote is answered after ${short(night.usualMs)} ms, in the worst second (${night.worstWhen}) after ${short(night.worstMs)} ms.`;
  return `${columns([['', 'at its peak', 'when', 'meanwhile'], ...rows])}\n${answers}`;
}

/** Where the busiest second of a node goes. */
function spent(night: Evening): string {
  const { node, batches, patch, redis } = night.loads['CPU of a node'];
  const parts = Object.entries(node.micros)
    .sort(([, a], [, b]) => b - a)
    .map(([what, micros]) => `${what} ${percent(micros / 1e6)}`);
  const busiest = night.loads['CPU of Redis'];
  return (
    `A node's busiest second: ${parts.join(', ')}.\n` +
    `Then ${whole(batches)} commits/s, ${size(redis.bytesOut)}/s out of Redis; a patch of ${size(patch.bytes)} every ` +
    `${(1 / patch.perSecond).toFixed(1)} s to each phone.\n` +
    `Redis' busiest second: ${whole(busiest.batches)} commits/s, ${size(busiest.redis.bytesOut)}/s out.\n` +
    before(night)
  );
}

/** What stands before the nodes: as many machines as one likes, so it is said and does not limit. */
function before({ proxy }: Evening): string {
  if (!proxy) return 'nginx before them was not measured.';
  return `nginx before them: ${short(proxy.cores)} cores with TLS, ${size(proxy.memory)} of memory, on machines of its own.`;
}

function byNodes(options: EveningOptions, costs: Costs): string {
  const counts = [...new Set(SCALE.map((scale) => Math.max(1, Math.round(options.nodes * scale))))];
  const rows = counts.map((nodes) => {
    const night = evening({ ...options, nodes }, costs);
    const worst = bottleneckOf(night);
    return [
      whole(nodes),
      whole(options.viewers / nodes),
      percent(night.peaks['CPU of a node'].use),
      percent(night.peaks['CPU of Redis'].use),
      percent(night.peaks['network of Redis'].use),
      night.mostUsed <= AT_MOST ? 'carries' : worst,
    ];
  });
  return columns([
    ['nodes', 'phones each', 'CPU of a node', 'CPU of Redis', 'network of Redis', ''],
    ...rows,
  ]);
}

function verdict(
  { viewers, votesPerSecond, machines }: EveningOptions,
  night: Evening,
  fewest: number | undefined,
  far: { viewers: number; nodes: number },
): string {
  const worst = bottleneckOf(night);
  const rate = whole((far.viewers * votesPerSecond) / viewers);
  return [
    `First to give way: ${worst}, ${percent(night.peaks[worst].use)} at its peak (carried: at most ${percent(AT_MOST)}).`,
    fewest === undefined
      ? `No number of nodes carries it with at most ${whole(machines.nodePhones)} phones on each.`
      : `The fewest nodes that carry it: ${whole(fewest)}.`,
    `At the same eagerness, the most viewers that any number of nodes carries: ${whole(far.viewers)} ` +
      `(${rate} votes/s), on ${whole(far.nodes)} nodes.`,
  ].join('\n');
}

/** Where none carries it: the number of nodes with which the first to give way is used least. */
function leastBurdened(asked: Asked, costs: Costs): number {
  let [best, least] = [fewestForPhones(asked), Number.POSITIVE_INFINITY];
  for (let nodes = fewestForPhones(asked); nodes <= 2_000; nodes = Math.ceil(nodes * 1.1)) {
    const night = evening({ ...asked, nodes }, costs, least);
    if (night.mostUsed < least) [best, least] = [nodes, night.mostUsed];
  }
  return best;
}
