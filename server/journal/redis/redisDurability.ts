/** What a Redis server promises about what it was given. Read only: its settings are its operator's. */
import { JournalFailure } from '../journal.ts';
import type { RedisConnection } from './redisConnection.ts';

const WANTED = {
  appendonly: 'yes',
  appendfsync: 'always',
  'no-appendfsync-on-rewrite': 'no',
  'maxmemory-policy': 'noeviction',
};
const OLDEST_REDIS = '6.2';

interface ServerState {
  /** Another process, or another life of it, has another. */
  runId: string;
  isMaster: boolean;
  /** Which have caught up. */
  replicas: number;
  /** At least so far is this machine's clock ahead of the server's, in milliseconds; NaN where it does not say. */
  clockAheadMs: number;
}

/** @throws JournalFailure */
export async function readServerState(connection: RedisConnection): Promise<ServerState> {
  const askedAt = Date.now();
  const server = readInfo(await connection.ask<string>(['INFO', 'server']));
  const time = Number(server.get('server_time_usec')) / 1_000;
  const heardAt = Date.now();
  const replication = await connection.ask<string>(['INFO', 'replication']);
  const version = server.get('redis_version') ?? '0';
  if (version.localeCompare(OLDEST_REDIS, 'en', { numeric: true }) < 0) {
    throw new JournalFailure(`Redis ${version} is too old: ${OLDEST_REDIS} or newer is needed.`);
  }
  return {
    runId: server.get('run_id') ?? '',
    isMaster: readInfo(replication).get('role') === 'master',
    replicas: replicasIn(replication),
    clockAheadMs: Math.max(askedAt - time, 0) || Math.min(heardAt - time, 0),
  };
}

/** How many replicas have caught up. */
export const replicasOf = async (connection: RedisConnection): Promise<number> =>
  replicasIn(await connection.ask<string>(['INFO', 'replication']));

/** A line for each, as `slave0:ip=127.0.0.1,port=6380,state=online,offset=42,lag=0`. */
const replicasIn = (replication: string): number =>
  replication.match(/^slave\d+:.*state=online/gm)?.length ?? 0;

/** How acknowledged entries could be lost, a sentence each; none where the server keeps what it was given. */
export async function weaknessesOf(connection: RedisConnection): Promise<string[]> {
  const found = new Map<string, string>();
  try {
    for (const name of Object.keys(WANTED)) {
      const [, value = ''] = await connection.ask<string[]>(['CONFIG', 'GET', name]);
      found.set(name, value);
    }
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : failure;
    return [`Whether Redis keeps what is acknowledged cannot be checked (${reason}).`];
  }
  return Object.entries(WANTED)
    .filter(([name, value]) => found.get(name) !== value)
    .map(([name, value]) => {
      const now = found.get(name) || 'unknown';
      return `Redis may lose what is acknowledged: ${name} is ${now}, set "${name} ${value}" in redis.conf.`;
    });
}

function readInfo(text: string): Map<string, string> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}
