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
const COLLECTABLE = ['--expose-gc', '--import=data:text/javascript,process.on("SIGUSR2",()=>{gc();gc()})'];

/** None outlives the benchmark, however that ends. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class ServerUnderTest {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
  }

  /** @param script and its arguments, as after `node` */
  static async start(
    port: number,
    script: readonly string[],
    env: Record<string, string>,
  ): Promise<ServerUnderTest> {
    const [command = '', ...args] = pinned(SERVER_CORE, [process.execPath, ...COLLECTABLE, ...script]);
    const child = spawn(command, args, {
      env: { ...process.env, NODE_ENV: 'production', PORT: String(port), ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    const server = new ServerUnderTest(port, child);
    await server.#listening();
    return server;
  }

  /** `taskset` becomes the server: it has the same id. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async bytesAfterCollection(): Promise<number> {
    process.kill(this.pid, 'SIGUSR2');
    await pause(COLLECTED_AFTER_MS);
    return residentBytes(this.pid);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await gone;
  }

  async #listening(): Promise<void> {
    const until = Date.now() + READY_WITHIN_MS;
    while (!(await accepts(this.port))) {
      if (this.#child.exitCode !== null || Date.now() > until) throw new Error('a server did not start');
      await pause(50);
    }
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
