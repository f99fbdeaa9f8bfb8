/** What every scenario is given. */
import type { CrowdProcess } from './load/crowdProcess.ts';
import type { Remote } from './load/remote.ts';
import type { StageProcess } from './load/stageProcess.ts';
import type { Metrics } from './metric.ts';

export interface Bench {
  quick: boolean;
  crowd: Remote<CrowdProcess>;
  stage: Remote<StageProcess>;
  /** A port that nothing listens on. */
  nextPort(): Promise<number>;
  /** Progress, for a person who waits. */
  say(line: string): void;
}

export type Scenario = (bench: Bench) => Promise<Metrics>;

/** Sides are measured in turns, so that a disturbance of the machine meets them alike. */
export const ROUNDS = 3;
