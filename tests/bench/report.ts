import { cpus } from 'node:os';
import { pinning } from './cores.ts';
import type { Busy } from './load/crowdProcess.ts';
import type { Metrics } from './metric.ts';
import { percent } from './sentence.ts';

/** What one run of the benchmark found. */
export interface Report {
  machine: string;
  quick: boolean;
  metrics: Metrics;
  /** Of each scenario: what the load generator used of its core. */
  load: Record<string, Busy>;
  /** Share of the whole machine that other programs took meanwhile: what they disturbed. */
  others: number;
}

export const aboutOthers = ({ others }: Report): string =>
  `Other programs took ${percent(others)} of the machine meanwhile.`;

export const machine = `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}; ${pinning}`;
