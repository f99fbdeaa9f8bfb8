/** A server of the replay's own: built if need be, on a free port, with its data in a folder that is gone afterwards. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort, ServerProcess } from '../serverProcess.ts';

const FIRST_PORT = 3170;
const LOOK_EVERY_MS = 20;

export class OwnServer {
  readonly #process: ServerProcess;
  readonly #dataDir: string;
  readonly #stopKilling = new AbortController();
  #killing: Promise<void> = Promise.resolve();
  /** How often it was killed so far. */
  kills = 0;

  private constructor(process: ServerProcess, dataDir: string) {
    this.#process = process;
    this.#dataDir = dataDir;
  }

  static async start(): Promise<OwnServer> {
    const build = spawnSync(process.execPath, ['--import', 'tsx', 'tools/build.ts', '--if-stale'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (build.status !== 0) throw new Error('The build failed.');
    const dataDir = await mkdtemp(join(tmpdir(), 'sofra-replay-'));
    const env = { LIMITS: 'off', LOG_LEVEL: 'warn', HOST: '127.0.0.1', PUBLIC_URL: '' };
    const server = new ServerProcess({ port: await freePort(FIRST_PORT), dataDir, env });
    const own = new OwnServer(server, dataDir);
    await server.start().catch(async (error: Error) => {
      await own.stop();
      throw error;
    });
    return own;
  }

  get url(): string {
    return this.#process.url;
  }

  get token(): string {
    return this.#process.apiToken;
  }

  /**
   * Kills it (SIGKILL) when it has served everybody for `seconds`, starts it again, and so on until `stopKilling`.
   * @param isServing everybody is connected: the seconds are counted from there
   * @returns rejects where it does not come back
   */
  killEvery(seconds: number, isServing: () => boolean): Promise<void> {
    this.#killing = this.#killOverAndOver(seconds * 1_000, isServing);
    return this.#killing;
  }

  /** Resolves once it is up and stays so. */
  async stopKilling(): Promise<void> {
    this.#stopKilling.abort();
    await this.#killing;
  }

  async stop(): Promise<void> {
    this.#stopKilling.abort();
    await this.#killing.catch(() => {});
    await this.#process.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async #killOverAndOver(servingMs: number, isServing: () => boolean): Promise<void> {
    const { signal } = this.#stopKilling;
    const pause = (ms: number) => wait(ms, undefined, { signal }).catch(() => {});
    while (!signal.aborted) {
      while (!isServing() && !signal.aborted) await pause(LOOK_EVERY_MS);
      await pause(servingMs);
      if (signal.aborted) return;
      await this.#process.stop('SIGKILL');
      this.kills += 1;
      await this.#process.start();
    }
  }
}
