/** A server as a process of its own on the server core. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { pinned, SERVER_CORE } from './cores.ts';
import { residentBytes } from './processUse.ts';

const READY_WITHIN_MS = 20_000;
const COLLECTED_AFTER_MS = 700;
/** So that memory can be read after a garbage collection, alike for every server. */
const COLLECTABLE = [
  '--expose-gc',
  `--import=data:text/javascript,${encodeURIComponent(`
    import { getHeapSpaceStatistics } from 'node:v8';
    const young = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    process.on('SIGUSR2', () => {
      gc();
      gc();
      process.send(young().physical_space_size);
    });`)}`,
];

export interface Memory {
  /** Resident, but for the young generation. */
  kept: number;
  /** Of the young generation: empty by then, it keeps the size that the busiest moment gave it. */
  young: number;
}

/** None outlives the benchmark, however that ends. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** @param script and its arguments, as after `node` */
export const node = (script: readonly string[]): string[] => [process.execPath, ...COLLECTABLE, ...script];

export class ServerUnderTest {
  readonly port: number;
  readonly #command: readonly string[];
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;

  constructor(port: number, command: readonly string[], env: Record<string, string> = {}) {
    this.port = port;
    this.#command = command;
    this.#env = env;
  }

  /** Resolves once it takes connections. A server that was stopped can be started again. */
  async start(): Promise<this> {
    const [command = '', ...args] = pinned(SERVER_CORE, this.#command);
    const child = spawn(command, args, {
      env: { ...process.env, NODE_ENV: 'production', PORT: String(this.port), ...this.#env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    const until = Date.now() + READY_WITHIN_MS;
    while (!(await accepts(this.port))) {
      if (child.exitCode !== null || Date.now() > until) throw new Error('a server did not start');
      await pause(50);
    }
    return this;
  }

  /** `taskset` becomes the server: it has the same id. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async memoryAfterCollection(): Promise<Memory> {
    if (!this.#child) throw new Error('the server does not run');
    const collected = once(this.#child, 'message');
    process.kill(this.pid, 'SIGUSR2');
    const [young] = await collected;
    await pause(COLLECTED_AFTER_MS);
    return { kept: residentBytes(this.pid) - young, young };
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1');
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
