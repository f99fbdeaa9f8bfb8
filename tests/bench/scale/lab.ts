/** What every measurement is given, and how it looks at processes. */
import { setTimeout as pause } from 'node:timers/promises';
import type { CrowdProcess } from '../load/crowdProcess.ts';
import type { Remote } from '../load/remote.ts';
import { cpuMicros } from '../processUse.ts';
import type { RedisUnderTest } from '../redis.ts';
import type { OurServer, Subject } from '../servers.ts';
import type { FeedProcess } from './feedProcess.ts';
import type { VisitorProcess } from './visitorProcess.ts';

export interface Lab {
  crowd: Remote<CrowdProcess>;
  feed: Remote<FeedProcess>;
  visitors: Remote<VisitorProcess>;
  nextPort(): Promise<number>;
  say(line: string): void;
}

/** One node with its Redis, and a debate on it. */
export interface Place {
  redis: RedisUnderTest;
  node: OurServer;
  debate: Subject;
  debateId: string;
}

/** What the feed appends, it appends so often. */
export const STEP_MS = 10;
/** Everything is measured so often, in turns; the middle one counts. */
export const ROUNDS = 3;
export const WARM_MS = 1_000;
export const MEASURE_MS = 3_000;

/** What these processes used each second of so many milliseconds, in microseconds. */
export async function microsPerSecond(pids: readonly number[], ms: number): Promise<number[]> {
  const [startedAt, before] = [performance.now(), pids.map(cpuMicros)];
  await pause(ms);
  const seconds = (performance.now() - startedAt) / 1_000;
  return pids.map((pid, index) => (cpuMicros(pid) - (before[index] ?? 0)) / seconds);
}
