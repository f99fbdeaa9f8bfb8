/** Sofra as docs/deploy says: nginx with TLS before two built nodes and their Redis. Needs the build in dist/. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, ServerProcess } from '../../tools/serverProcess.ts';
import { API_TOKEN } from '../gateway/startServer.ts';
import { hasRedis, RedisServer } from '../journal/redisServer.ts';
import { hasLan, Lan, type Machine } from './lan.ts';
import { hasNginx, Nginx } from './nginx.ts';

export const canInstall = hasRedis && hasNginx;
export const canInstallOnMachines = canInstall && hasLan && spawnSync('sysctl', ['--version']).status === 0;

const FIRST_PORT = 3_250;
const HERE = '127.0.0.1';

interface Place {
  host: string;
  port: number;
  /** The command before one that is to run there. */
  within: readonly string[];
}

export class Installation {
  /** Where phones go, over https. */
  readonly origin: string;
  /** nginx without TLS. */
  readonly plain: string;
  readonly nodes: readonly [ServerProcess, ServerProcess];
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'sofra-nodes-'));
  readonly #redis: RedisServer;
  readonly #remains: (() => void)[] = [];
  #nginx: Nginx | undefined;

  private constructor(redis: RedisServer, front: Place & { plain: number }, nodes: [Place, Place], env = {}) {
    this.#redis = redis;
    this.origin = new URL(`https://${front.host}:${front.port}`).origin;
    this.plain = `http://${front.host}:${front.plain}`;
    const settings = {
      API_TOKEN,
      LIMITS: 'off',
      PUBLIC_URL: this.origin,
      REDIS_URL: redis.url,
      TRUST_PROXY: '1',
      ...env,
    };
    const node = (place: Place) => new ServerProcess({ ...place, dataDir: this.#dataDir, env: settings });
    this.nodes = [node(nodes[0]), node(nodes[1])];
    this.#remains.push(() => rmSync(this.#dataDir, { recursive: true, force: true }));
  }

  /** All of it on this machine. @param within the command before that of the second node */
  static async start(within: readonly string[] = []): Promise<Installation> {
    const redis = await RedisServer.start();
    const place = async (): Promise<Place> => ({ host: HERE, port: await freePort(FIRST_PORT), within: [] });
    const front = { ...(await place()), plain: await freePort(FIRST_PORT) };
    const nodes: [Place, Place] = [await place(), { ...(await place()), within }];
    const sofra = new Installation(redis, front, nodes);
    await sofra.#start(front, nodes);
    return sofra;
  }

  /** nginx and each node on a machine of its own, as sofra.sysctl wants them. */
  static async onMachines(): Promise<{ sofra: Installation; machines: [Machine, Machine] }> {
    const lan = new Lan();
    const redis = await RedisServer.start(['--bind', HERE, lan.address, '--protected-mode', 'no']);
    const at = ({ address: host, within }: Machine, port: number): Place => ({ host, port, within });
    const front = { ...at(lan.machine(), 443), plain: 80 };
    const machines: [Machine, Machine] = [lan.machine(), lan.machine()];
    const nodes: [Place, Place] = [at(machines[0], 3_001), at(machines[1], 3_001)];
    const env = { REDIS_URL: `redis://${lan.address}:${redis.port}` };
    const sofra = new Installation(redis, front, nodes, env);
    sofra.#remains.push(() => lan.remove());
    const [program = '', ...words] = [...front.within, 'sysctl', '-q', '-p', 'docs/deploy/sofra.sysctl'];
    execFileSync(program, words);
    await sofra.#start(front, nodes);
    return { sofra, machines };
  }

  /** What nginx wrote to its log. */
  get logged(): string {
    return this.#nginx?.logged ?? '';
  }

  /** The requests that nginx wrote down. */
  get accesses(): string {
    return this.#nginx?.accesses ?? '';
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
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    await this.#nginx?.remove();
    await Promise.all(this.nodes.map((node) => node.stop('SIGKILL')));
    await this.#redis.remove();
    for (const clear of this.#remains) clear();
  }

  async #start(front: Place & { plain: number }, nodes: [Place, Place]): Promise<void> {
    // The certificate is signed by nobody: these clients take it as people's browsers would a real one.
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      await Promise.all(this.nodes.map((node) => node.start()));
      const [one, other] = nodes.map(({ host, port }) => `${host}:${port}`);
      this.#nginx = await Nginx.start({ ...front, tls: front.port, nodes: [one ?? '', other ?? ''] });
    } catch (failure) {
      await this.remove();
      throw failure;
    }
  }
}
