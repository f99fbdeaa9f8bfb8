/** A debate of a million events, opened from disk as after a restart. The reference is what is promised: two seconds. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROUNDS, type Scenario } from '../bench.ts';
import { ANY_CORE } from '../cores.ts';
import type { ReloadProcess } from '../load/reloadProcess.ts';
import { remote } from '../load/remote.ts';
import { compare } from '../metric.ts';

const EVENTS = 1_000_000;
/** Not bound: so few are mostly the start of the process. */
const EVENTS_WHEN_QUICK = 200_000;
const MICROS_PER_EVENT = 2;

export const reload: Scenario = async ({ quick, say }) => {
  const events = quick ? EVENTS_WHEN_QUICK : EVENTS;
  const dataDir = await mkdtemp(join(tmpdir(), 'sofra-reload-'));
  try {
    await inNewProcess((process) => process.write(dataDir, events));
    const ours: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const ms = await inNewProcess((process) => process.reload(dataDir, events));
      ours.push(ms);
      say(`reload, round ${round}: ${Math.round(ms)} ms for ${events} events`);
    }
    const promised = (events * MICROS_PER_EVENT) / 1_000;
    return { [`reloadMs${events}`]: compare(ours, [promised], quick ? undefined : { most: 1 }) };
  } finally {
    await rm(dataDir, { recursive: true });
  }
};

async function inNewProcess<T>(work: (process: ReturnType<typeof start>) => Promise<T>): Promise<T> {
  const process = start();
  try {
    return await work(process);
  } finally {
    await process.end();
  }
}

const start = () => remote<ReloadProcess>('reloadProcess.ts', ANY_CORE);
