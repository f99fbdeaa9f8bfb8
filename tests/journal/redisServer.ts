/** A Redis server of a test's own: started, stopped, killed, started again with what it had kept. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { freePort } from '../../tools/serverProcess.ts';
import { documentedLines } from './documentedRedis.ts';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
const FIRST_PORT = 3210;
const LOOK_EVERY_MS = 20;
const UP_WITHIN_MS = 10_000;

export class RedisServer {
  readonly port: number;
  readonly directory = mkdtempSync(join(tmpdir(), 'sofra-redis-'));
  readonly #settings: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, settings: readonly string[]) {
    this.port = port;
    this.#settings = settings;
  }

  /** @param settings as on redis-server's command line; they add to those of a durable server */
  static async start(settings: readonly string[] = []): Promise<RedisServer> {
    const server = new RedisServer(await freePort(FIRST_PORT), [...DURABLE, ...settings]);
    await server.start().catch(async (error) => {
      await server.remove();
      throw error;
    });
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const place = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.directory];
    this.#process = spawn('redis-server', [...place, ...this.#settings], { stdio: 'ignore' });
    const until = Date.now() + UP_WITHIN_MS;
    while (!(await this.#answers())) {
      if (Date.now() > until) throw new Error(`Redis does not start on port ${this.port}`);
      await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    }
  }

  /** Resolves once it is gone. What it had acknowledged is on disk. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
  }

  /** Holds it still: connections stay, nothing answers. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** As with redis-cli. */
  ask<Reply>(...command: string[]): Promise<Reply> {
    return this.askAt<Reply>(this.url, ...command);
  }

  /** The same as a user of its own. */
  async askAt<Reply>(url: string, ...command: string[]): Promise<Reply> {
    const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false } });
    client.on('error', () => {});
    await client.connect();
    try {
      return await client.sendCommand<Reply>(command);
    } finally {
      client.destroy();
    }
  }

  /** Knows this user of docs/deploy/redis.md from now on. */
  async urlOfDocumentedUser(name = 'sofra'): Promise<string> {
    const [line = ''] = documentedLines(`user ${name} `);
    const [, ...rules] = line.match(/\([^)]*\)|\S+/g) ?? [];
    await this.ask('ACL', 'SETUSER', ...rules);
    return this.urlAs(name);
  }

  /** As a user of docs/deploy/redis.md. */
  urlAs(name: string): string {
    const [line = ''] = documentedLines(`user ${name} `);
    return this.url.replace('//', `//${name}:${/>(\S+)/.exec(line)?.[1]}@`);
  }

  /** Whoever asks for a password answers. */
  async #answers(): Promise<boolean> {
    return this.ask('PING').then(
      () => true,
      ({ message }: Error) => message.startsWith('NOAUTH'),
    );
  }
}
