/** How many nodes for how many viewers: the fewest that carry an evening in which one is lost. */
import { AT_MOST, bottleneckOf, fewestNodes } from './carrying.ts';
import type { Costs } from './costs.ts';
import { evening } from './evening.ts';
import { columns, percent, size, whole } from './figures.ts';
import type { Asked } from './options.ts';

const VIEWERS = [1_000, 5_000, 20_000, 100_000, 300_000, 1_000_000];

export function sizes(asked: Asked, costs: Costs): string {
  const eagerness = asked.votesPerSecond / asked.viewers;
  const rows = VIEWERS.map((viewers) => {
    const options = { ...asked, viewers, votesPerSecond: viewers * eagerness };
    const nodes = fewestNodes(options, costs);
    if (nodes === undefined)
      return [whole(viewers), whole(options.votesPerSecond), 'none', '', '', '', '', ''];
    const night = evening({ ...options, nodes }, costs);
    return [
      whole(viewers),
      whole(options.votesPerSecond),
      whole(nodes),
      whole(viewers / nodes),
      percent(night.peaks['CPU of a node'].use),
      percent(night.peaks['CPU of Redis'].use),
      size(night.loads['network of Redis'].redis.bytesOut),
      `${size(night.loads['memory of a node'].node.memory)}, ${size(night.loads['memory of Redis'].redis.memory)}`,
      bottleneckOf(night),
    ];
  });
  const head = [
    'viewers',
    'votes/s',
    'nodes',
    'phones each',
    'CPU of a node',
    'of Redis',
    'Redis out/s',
    'memory of both',
    'first to give way',
  ];
  return `At most ${percent(AT_MOST)} of anything is used.\n\n${columns([head, ...rows])}`;
}
