/** Which installation carries an evening, what the first to give way is, and how far the best one goes. */
import type { Costs } from './costs.ts';
import { type Evening, type EveningOptions, evening, RESOURCES, type Resource } from './evening.ts';

/** Of what there is: the rest is for what a model does not know. */
export const AT_MOST = 0.7;
const FEWEST = 2;
const MOST_NODES = 2_000;
const STEP = 1.15;
const VIEWERS_STEP = 1.05;

export function bottleneckOf({ peaks }: Evening): Resource {
  return RESOURCES.reduce((worst, resource) => (peaks[resource].use > peaks[worst].use ? resource : worst));
}

type AnyNodes = Omit<EveningOptions, 'nodes'>;

/** As many as hold all phones, and two at least, since one may be lost. */
export const fewestForPhones = ({ viewers, machines }: AnyNodes): number =>
  Math.max(FEWEST, Math.ceil(viewers / machines.nodePhones));

/** @returns undefined where no number of nodes carries it: more of them help the nodes and burden Redis */
export function fewestNodes(options: AnyNodes, costs: Costs): number | undefined {
  const isEnough = (nodes: number) => evening({ ...options, nodes }, costs, AT_MOST).mostUsed <= AT_MOST;
  let before = fewestForPhones(options) - 1;
  for (let nodes = before + 1; nodes <= MOST_NODES; nodes = Math.ceil(nodes * STEP)) {
    if (isEnough(nodes)) return between(before, nodes, isEnough);
    before = nodes;
  }
  return undefined;
}

/** @param no is not enough, @param yes is */
function between(no: number, yes: number, isEnough: (nodes: number) => boolean): number {
  if (yes - no <= 1) return yes;
  const middle = (no + yes) >> 1;
  return isEnough(middle) ? between(no, middle, isEnough) : between(middle, yes, isEnough);
}

export interface Furthest {
  viewers: number;
  nodes: number;
}

/** The most viewers, who vote as eagerly as these, that any number of nodes carries. */
export function furthest(options: AnyNodes, costs: Costs): Furthest {
  const eagerness = options.votesPerSecond / options.viewers;
  const tried = (viewers: number) =>
    fewestNodes({ ...options, viewers, votesPerSecond: viewers * eagerness }, costs);
  let [low, high] = [1_000, 64_000_000];
  while (high / low > VIEWERS_STEP) {
    const middle = Math.sqrt(low * high);
    if (tried(middle) === undefined) high = middle;
    else low = middle;
  }
  return { viewers: low, nodes: tried(low) ?? 0 };
}
