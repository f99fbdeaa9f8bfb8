/** How many nodes for how many viewers: the fewest that carry an evening in which one is lost. */
import { AT_MOST, fewestNodes } from './carrying.ts';
import type { Costs } from './costs.ts';
import { evening } from './evening.ts';
import { columns, percent, short, size, whole } from './figures.ts';
import type { Asked } from './options.ts';

const VIEWERS = [1_000, 5_000, 20_000, 100_000, 300_000, 1_000_000];

const HEAD = [
  'viewers',
  'votes/s',
  'nodes',
  'phones each',
  'CPU of a node',
  'memory',
  'of Redis',
  'memory',
  'out/s',
  'operations/vote',
  'to a phone/hour',
];

export function sizes(asked: Asked, costs: Costs): string {
  const eagerness = asked.votesPerSecond / asked.viewers;
  const rows = VIEWERS.map((viewers) => {
    const options = { ...asked, viewers, votesPerSecond: viewers * eagerness };
    const nodes = fewestNodes(options, costs);
    const start = [whole(viewers), whole(options.votesPerSecond)];
    if (nodes === undefined) return [...start, 'none'];
    const night = evening({ ...options, nodes }, costs);
    return [
      ...start,
      whole(nodes),
      whole(viewers / nodes),
      percent(night.peaks['CPU of a node'].use),
      size(night.loads['memory of a node'].node.memory),
      percent(night.peaks['CPU of Redis'].use),
      size(night.loads['memory of Redis'].redis.memory),
      size(night.loads['network of Redis'].redis.bytesOut),
      short(night.operations / night.votes),
      size((night.bytesToPhone * 60) / options.minutes),
    ];
  });
  return `At most ${percent(AT_MOST)} of anything is used.\n\n${columns([HEAD, ...rows])}`;
}
