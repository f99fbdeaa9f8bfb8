/** Sofra on four machines, as docs/deploy says: nginx, two built nodes, Redis. Needs the build in dist/. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../../tools/serverProcess.ts';
import { API_TOKEN } from '../gateway/startServer.ts';
import { hasRedis, RedisServer } from '../journal/redisServer.ts';
import { hasLan, Lan, type Machine } from './lan.ts';
import { hasNginx, Nginx } from './nginx.ts';

const NODE_PORT = 3_001;

export const canInstall = hasRedis && hasNginx && hasLan && spawnSync('sysctl', ['--version']).status === 0;

export interface NodeMachine extends Machine {
  server: ServerProcess;
}

export class Installation {
  readonly origin: string;
  readonly nodes: readonly [NodeMachine, NodeMachine];
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'sofra-nodes-'));
  readonly #lan: Lan;
  readonly #front: Machine;
  readonly #redis: RedisServer;
  #nginx: Nginx | undefined;

  private constructor(lan: Lan, redis: RedisServer) {
    this.#lan = lan;
    this.#redis = redis;
    this.#front = lan.machine();
    this.origin = `https://${this.#front.address}`;
    this.nodes = [this.#node(), this.#node()];
  }

  static async start(): Promise<Installation> {
    const lan = new Lan();
    const open = ['--bind', '127.0.0.1', lan.address, '--protected-mode', 'no'];
    const installation = new Installation(lan, await RedisServer.start(open));
    await installation.#start();
    return installation;
  }

  async api<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.origin}/api${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${API_TOKEN}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as T;
  }

  async remove(): Promise<void> {
    await this.#nginx?.remove();
    await Promise.all(this.nodes.map(({ server }) => server.stop('SIGKILL')));
    await this.#redis.remove();
    this.#lan.remove();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    const { within, address } = this.#front;
    const [program = '', ...words] = [...within, 'sysctl', '-q', '-p', 'docs/deploy/sofra.sysctl'];
    execFileSync(program, words);
    await Promise.all(this.nodes.map(({ server }) => server.start()));
    const [one, other] = this.nodes;
    const nodes = [`${one.address}:${NODE_PORT}`, `${other.address}:${NODE_PORT}`] as const;
    this.#nginx = await Nginx.start({ plain: 80, tls: 443, host: address, within, nodes });
  }

  #node(): NodeMachine {
    const machine = this.#lan.machine();
    const env = {
      API_TOKEN,
      LIMITS: 'off',
      PUBLIC_URL: this.origin,
      REDIS_URL: `redis://${this.#lan.address}:${this.#redis.port}`,
      TRUST_PROXY: '1',
    };
    const { address: host, within } = machine;
    const server = new ServerProcess({ port: NODE_PORT, dataDir: this.#dataDir, env, host, within });
    return { ...machine, server };
  }
}
