/** Which core runs what: servers on the first, everything that loads them on the second. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

export const SERVER_CORE = 0;
export const LOAD_CORE = 1;
export const ANY_CORE = null;

const isPinning = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** A command line that runs on one core alone, where the machine can do that. */
export const pinned = (core: number | null, command: readonly string[]): string[] =>
  isPinning && core !== null ? ['taskset', '-c', String(core), ...command] : [...command];

export const pinning = isPinning
  ? 'servers on core 0, load on core 1 (taskset)'
  : 'NOT PINNED (no taskset, or one core): servers and load disturb each other, read the ratios with care';
