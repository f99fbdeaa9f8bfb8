/** A Redis server, others that replicate it, and three Sentinels that watch them, with the users in docs/deploy/redis.md. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { freePort } from '../../tools/serverProcess.ts';
import { documentedLines, documentedSettings } from './documentedRedis.ts';
import { RedisServer } from './redisServer.ts';

const NAME = 'evening';
/** Replication has a user of its own, so that its link alone can be cut. */
const SETTINGS = [...documentedSettings('user ', 'master'), '--repl-diskless-sync-delay', '0'];
const LOOK_EVERY_MS = 50;
/** Only the test fails over: on a busy machine no Sentinel takes a slow server for a dead one, nor gives up half-way. */
const PATIENCE_MS = 60_000;

export class RedisSentinels {
  readonly #servers: RedisServer[];
  readonly #ports: number[] = [];
  readonly #processes: ChildProcess[] = [];
  readonly #directory = mkdtempSync(join(tmpdir(), 'sofra-sentinels-'));

  private constructor(servers: RedisServer[]) {
    this.#servers = servers;
  }

  static async start(replicas = 1): Promise<RedisSentinels> {
    const master = await RedisServer.start(SETTINGS);
    const servers = [master];
    while (servers.length <= replicas)
      servers.push(await RedisServer.start([...SETTINGS, '--replicaof', '127.0.0.1', `${master.port}`]));
    const sentinels = new RedisSentinels(servers);
    for (let index = 0; index < 3; index += 1) await sentinels.#startSentinel(master.port);
    await sentinels.#until(async () => (await sentinels.#knownReplicas()) === replicas);
    return sentinels;
  }

  get url(): string {
    const { username, password } = new URL(this.#servers[0]?.urlAs('sofra') ?? '');
    const sentinels = this.#ports.map((port) => `127.0.0.1:${port}`);
    return `redis+sentinel://${username}:${password}@${sentinels.join(',')}/${NAME}`;
  }

  /** What is written from now on reaches no replica. */
  async cutReplication(): Promise<void> {
    const master = await this.#master();
    await askAsAdmin(master, 'ACL', 'SETUSER', 'replica', 'off');
    await askAsAdmin(master, 'CLIENT', 'KILL', 'TYPE', 'replica');
  }

  async mendReplication(): Promise<void> {
    for (const server of this.#servers) await askAsAdmin(server, 'ACL', 'SETUSER', 'replica', 'on');
  }

  /** Makes a replica the master. */
  async failOver(): Promise<void> {
    const before = await this.#masterPort();
    await this.#until(() =>
      this.#ask('SENTINEL', 'FAILOVER', NAME).then(
        () => true,
        () => false,
      ),
    );
    await this.#until(async () => (await this.#masterPort()) !== before);
  }

  async remove(): Promise<void> {
    for (const sentinel of this.#processes) {
      const gone = once(sentinel, 'exit');
      sentinel.kill('SIGKILL');
      await gone;
    }
    for (const server of this.#servers) await server.remove();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #startSentinel(masterPort: number): Promise<void> {
    const port = await freePort(3230);
    const file = join(this.#directory, `${port}.conf`);
    const lines = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${this.#directory}`,
      `sentinel monitor ${NAME} 127.0.0.1 ${masterPort} 2`,
      `sentinel down-after-milliseconds ${NAME} ${PATIENCE_MS}`,
      `sentinel failover-timeout ${NAME} ${PATIENCE_MS}`,
      ...documentedLines('sentinel auth-').map((line) => line.replace('NAME', NAME)),
    ];
    writeFileSync(file, lines.join('\n'));
    this.#processes.push(spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' }));
    this.#ports.push(port);
    await this.#until(() =>
      askAt(port, 'PING').then(
        () => true,
        () => false,
      ),
    );
  }

  #ask<Reply>(...command: string[]): Promise<Reply> {
    return askAt(this.#ports[0] ?? 0, ...command);
  }

  async #knownReplicas(): Promise<number> {
    return (await this.#ask<unknown[]>('SENTINEL', 'REPLICAS', NAME)).length;
  }

  async #masterPort(): Promise<number> {
    const [, port] = await this.#ask<[host: string, port: string]>(
      'SENTINEL',
      'GET-MASTER-ADDR-BY-NAME',
      NAME,
    );
    return Number(port);
  }

  async #master(): Promise<RedisServer> {
    const port = await this.#masterPort();
    const master = this.#servers.find((server) => server.port === port);
    if (!master) throw new Error(`Sentinel names a master that is none of ours: ${port}`);
    return master;
  }

  async #until(isSo: () => Promise<boolean>): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (!(await isSo())) {
      if (Date.now() > until) throw new Error('The Sentinels do not come round.');
      await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    }
  }
}

function askAsAdmin(server: RedisServer, ...command: string[]): Promise<unknown> {
  return server.askAt(server.urlAs('admin'), ...command);
}

async function askAt<Reply>(port: number, ...command: string[]): Promise<Reply> {
  const client = createClient({ RESP: 2, socket: { port, reconnectStrategy: false } });
  client.on('error', () => {});
  await client.connect();
  try {
    return await client.sendCommand<Reply>(command);
  } finally {
    client.destroy();
  }
}
