import { cpus } from 'node:os';
import { pinning } from './cores.ts';
import type { Busy } from './load/crowdProcess.ts';
import type { Metrics } from './metric.ts';

/** What one run of the benchmark found. */
export interface Report {
  machine: string;
  quick: boolean;
  metrics: Metrics;
  /** Of each scenario: what the load generator used of its core. */
  load: Record<string, Busy>;
}

export const machine = `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}; ${pinning}`;
