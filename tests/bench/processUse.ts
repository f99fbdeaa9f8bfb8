/** What a process has used, as Linux counts it: all threads, kernel time included. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const MICROS_PER_TICK = 1e6 / TICKS_PER_SECOND;
const UTIME = 11;
const STIME = 12;
/** Of children that have ended. */
const CUTIME = 13;
const CSTIME = 14;

/** CPU time since the process started, in microseconds; the kernel counts in steps of 10 ms. */
export const cpuMicros = (pid: number): number => ticksOf(pid, [UTIME, STIME]) * MICROS_PER_TICK;

/** CPU time of this process and of its children that have ended, in microseconds. */
const ownMicros = (): number => ticksOf(process.pid, [UTIME, STIME, CUTIME, CSTIME]) * MICROS_PER_TICK;

function ticksOf(pid: number, fields: readonly number[]): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const found = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.reduce((sum, field) => sum + Number(found[field]), 0);
}

/**
 * From now on, what share of the whole machine other programs take.
 * @returns to be asked once all children of this process have ended
 */
export function watchOthers(): () => number {
  const before = { ...machineMicros(), own: ownMicros() };
  return () => {
    const { busy, all } = machineMicros();
    const others = busy - before.busy - (ownMicros() - before.own);
    return Math.max(0, others / (all - before.all));
  };
}

/** What all cores together have done since the machine started, in microseconds: everybody's work, and all there was. */
function machineMicros(): { busy: number; all: number } {
  const line = /^cpu +(.+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? '';
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softIrq = 0, stolen = 0] = line
    .split(' ')
    .map((ticks) => Number(ticks) * MICROS_PER_TICK);
  const busy = user + nice + system + irq + softIrq + stolen;
  return { busy, all: busy + idle + wait };
}

export function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) * 1024;
}
