/** What becomes of a node that comes back to Redis after trouble. */
import { createClient } from 'redis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sealsOf } from '../../server/journal/chain.ts';
import { encode } from '../../server/journal/codec.ts';
import { Unconfirmed } from '../../server/journal/journal.ts';
import { fieldsOf } from '../../server/journal/redis/redisBatch.ts';
import { RedisJournal, type RedisJournalOptions } from '../../server/journal/redis.ts';
import { LateNetwork } from './lateNetwork.ts';
import { positions, readAll, record, records } from './records.ts';
import { hasRedis, RedisServer } from './redisServer.ts';

const KEY = '{sofra}:stream:a';
const SOON = { timeout: 20_000, interval: 5 };

describe.runIf(hasRedis)('back to Redis', () => {
  let server: RedisServer;
  let nodes: RedisJournal[];
  let remove: (() => unknown)[];
  const failures: string[] = [];

  const openNode = async (url: string, options: RedisJournalOptions = {}): Promise<RedisJournal> => {
    const node = await RedisJournal.open(url, {
      onFailure: (failure) => failures.push(String(failure)),
      ...options,
    });
    nodes.push(node);
    return node;
  };

  /** As another node would append them, but sooner. */
  async function fill(batches: number, each: number): Promise<void> {
    const client = createClient({ url: server.url, RESP: 2 });
    await client.connect();
    const payloads = records(each).map((one) => encode(one));
    await Promise.all(
      Array.from({ length: batches }, (_, batch) => {
        const fields = fieldsOf(`another:${batch}`, payloads.join('\n'), sealsOf(payloads));
        return client.sendCommand(['XADD', KEY, '*', ...fields]);
      }),
    );
    client.destroy();
  }

  beforeEach(async () => {
    server = await RedisServer.start();
    nodes = [];
    remove = [];
    failures.length = 0;
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    for (const one of remove) await one();
    await server.remove();
  });

  test('[J30] what the network brings late of a connection that was given up is not written any more', async () => {
    const network = await LateNetwork.before(server.port);
    remove.push(() => network.close());
    const onRecovery = vi.fn();
    const node = await openNode(network.url, { onRecovery });
    await node.append('a', [record(1)]);
    network.hold();
    await expect(node.append('a', [record(2)])).rejects.toThrow(Unconfirmed);
    network.mend();
    await vi.waitFor(() => expect(node.isHealthy).toBe(true), SOON);
    expect(await node.append('a', [record(3)])).toBe(2);
    expect(network.release()).toBeGreaterThan(100);
    expect(await node.append('a', [record(4)])).toBe(3);
    // Whatever the server still had to read has been read once it has answered a newcomer.
    await server.ask('PING');
    expect((await readAll(node, 'a')).map(({ event }) => event)).toEqual(
      [1, 3, 4].map((n) => record(n).event),
    );
    expect(onRecovery).toHaveBeenCalledOnce();
  });

  test('[J31] a node is healthy again once its followers have heard all that came meanwhile', async () => {
    await server.ask('ACL', 'SETUSER', 'node', 'on', '>word', '~*', '&*', '+@all');
    const node = await openNode(server.url.replace('//', '//node:word@'));
    const heard: number[] = [];
    await node.follow('a', 0, (entries) => heard.push(...entries.map(({ position }) => position)));
    await node.append('a', records(3));
    await server.ask('ACL', 'SETUSER', 'node', 'off');
    await server.ask('CLIENT', 'KILL', 'USER', 'node');
    await fill(2_000, 30);
    await server.ask('ACL', 'SETUSER', 'node', 'on');
    await vi.waitFor(() => expect(node.isHealthy).toBe(true), SOON);
    expect(heard.length).toBe(60_003);
    expect(heard).toEqual(positions(60_003));
  });

  test('[J25] a node that was away hears what came meanwhile in portions', async () => {
    await server.ask('ACL', 'SETUSER', 'node', 'on', '>word', '~*', '&*', '+@all');
    const node = await openNode(server.url.replace('//', '//node:word@'));
    const portions: number[] = [];
    let turns = 0;
    const turnsBefore: number[] = [];
    await node.follow('a', 0, (entries) => {
      portions.push(entries.length);
      turnsBefore.push(turns);
    });
    await server.ask('ACL', 'SETUSER', 'node', 'off');
    await server.ask('CLIENT', 'KILL', 'USER', 'node');
    await fill(100, 500);
    await server.ask('ACL', 'SETUSER', 'node', 'on');
    let isOver = false;
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    count();
    await vi.waitFor(() => expect(portions.reduce((sum, size) => sum + size, 0)).toBe(50_000), SOON);
    isOver = true;
    expect(Math.max(...portions)).toBeLessThanOrEqual(2_000);
    expect(new Set(turnsBefore).size).toBe(portions.length);
  });

  test('[J21] a replica that comes later is waited for from then on', async () => {
    const node = await openNode(server.url);
    await node.append('a', records(1));
    const replica = await RedisServer.start(['--replicaof', '127.0.0.1', `${server.port}`]);
    remove.push(() => replica.remove());
    await vi.waitFor(() => expect(failures.join()).toContain('Redis has a replica now'), SOON);
    await vi.waitFor(() => expect(node.isHealthy).toBe(true), SOON);
    expect(await node.append('a', records(1, 2))).toBe(2);
    await replica.stop();
    await expect(node.append('a', records(1, 3))).rejects.toThrow(Unconfirmed);
  });

  test('[J16] a node that cannot read on says so once, however often it tries', async () => {
    const node = await openNode(server.url);
    await node.follow('a', 0, () => {});
    await node.append('a', records(1));
    const connections = async () =>
      Number(/total_connections_received:(\d+)/.exec(await server.ask<string>('INFO', 'stats'))?.[1]);
    const newer = encode(record(2)).replace('"v":1', '"v":2');
    await server.ask('XADD', KEY, '*', 'p', newer, 's', 'x'.repeat(16), 'c', 'y'.repeat(32), 'b', 'z:1');
    const before = await connections();
    // Its two each time, and one of each look.
    let looks = 0;
    await vi.waitFor(async () => {
      looks += 1;
      expect((await connections()) - before - looks).toBeGreaterThanOrEqual(8);
    }, SOON);
    expect(failures).toEqual([expect.stringContaining('written by a newer Sofra')]);
    expect(node.isHealthy).toBe(false);
  });
});
