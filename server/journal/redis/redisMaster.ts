/** Where the server that takes writes is now: asked of Sentinels or of a cluster, known for a single server. */
import { JournalFailure } from '../journal.ts';
import { RedisConnection } from './redisConnection.ts';
import type { Endpoint, RedisTarget } from './redisUrl.ts';

/** All keys stand in one slot, so that one read can follow all streams and one WAIT confirm them. */
export const KEY_TAG = '{sofra}';

/** @throws JournalFailure where nobody knows of a master */
export async function findMaster(target: RedisTarget): Promise<Endpoint> {
  if (target.kind === 'sentinel') return askSentinels(target);
  if (target.kind === 'cluster') return askCluster(target);
  const [endpoint] = target.endpoints;
  if (!endpoint) throw new JournalFailure('There is no Redis server to ask.');
  return endpoint;
}

/** A Sentinel that was cut off still names the old master: the answer of the latest epoch counts. */
async function askSentinels(target: RedisTarget): Promise<Endpoint> {
  const asked = target.endpoints.map(async (sentinel) => {
    const settings = { isTls: target.isTls, credentials: target.sentinelCredentials, database: 0 };
    const connection = await RedisConnection.open(sentinel, settings);
    try {
      const flat = await connection.ask<string[]>(['SENTINEL', 'MASTER', target.masterName]);
      return readFlat(flat);
    } finally {
      connection.end();
    }
  });
  const answers = await Promise.allSettled(asked);
  const masters = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const epochOf = (master: Map<string, string>) => Number(master.get('config-epoch'));
  const [latest] = masters.sort((one, other) => epochOf(other) - epochOf(one));
  if (!latest) throw new JournalFailure(`No Sentinel knows the master: ${firstReason(answers)}`);
  return { host: latest.get('ip') ?? '', port: Number(latest.get('port')) };
}

type Range = [first: number, last: number, master: [host: string | null, port: number]];

async function askCluster(target: RedisTarget): Promise<Endpoint> {
  const failures: unknown[] = [];
  for (const seed of target.endpoints) {
    try {
      return await masterOfSlot(seed, target);
    } catch (failure) {
      failures.push(failure);
    }
  }
  throw failures[0] ?? new JournalFailure('There is no Redis server to ask.');
}

async function masterOfSlot(seed: Endpoint, target: RedisTarget): Promise<Endpoint> {
  const connection = await RedisConnection.open(seed, target);
  try {
    const slot = await connection.ask<number>(['CLUSTER', 'KEYSLOT', KEY_TAG]);
    const ranges = await connection.ask<Range[]>(['CLUSTER', 'SLOTS']);
    const range = ranges.find(([first, last]) => first <= slot && slot <= last);
    if (!range) throw new JournalFailure(`The Redis cluster serves nobody for slot ${slot}.`);
    const [host, port] = range[2];
    return { host: host || seed.host, port };
  } finally {
    connection.end();
  }
}

function readFlat(flat: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (let index = 0; index < flat.length; index += 2) fields.set(flat[index] ?? '', flat[index + 1] ?? '');
  return fields;
}

function firstReason(answers: readonly PromiseSettledResult<unknown>[]): string {
  const refused = answers.find((answer) => answer.status === 'rejected');
  return refused?.reason instanceof Error ? refused.reason.message : 'none was named';
}
