/** Several nodes on one Redis. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '../../server/journal/journal.ts';
import { RedisJournal } from '../../server/journal/redis.ts';
import { numbered, positions, readAll, record, records } from './records.ts';
import { hasRedis, RedisServer } from './redisServer.ts';
import { idOf } from './storm.ts';

const KEY = '{sofra}:stream:a';

describe.runIf(hasRedis)('nodes on one Redis', () => {
  let server: RedisServer;
  let one: RedisJournal;
  let other: RedisJournal;

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.remove());
  beforeEach(async () => {
    await server.ask('FLUSHALL');
    one = await RedisJournal.open(server.url);
    other = await RedisJournal.open(server.url);
  });
  afterEach(async () => {
    await one.close();
    await other.close();
  });

  test('[J18] what is appended on one node is heard on the other', async () => {
    const heard: Entry[] = [];
    await other.follow('a', 0, (entries) => heard.push(...entries));
    expect(await one.append('a', records(3))).toBe(3);
    await expect.poll(() => heard).toEqual(numbered(records(3)));
    expect(await other.append('a', records(2, 4))).toBe(5);
    expect(heard).toEqual(numbered(records(5)));
  });

  test('[J18] nodes that append at the same time agree on one order, without gaps', async () => {
    const heard: Entry[][] = [[], []];
    for (const [index, node] of [one, other].entries()) {
      await node.follow('a', 0, (entries) => heard[index]?.push(...entries));
    }
    const acknowledged = new Map<number, string>();
    const write = async (node: RedisJournal, name: string) => {
      for (let count = 0; count < 100; count += 1) {
        const id = `${name}-${count}`;
        acknowledged.set(await node.append('a', [record(count, { id })]), id);
      }
    };
    const names = Array.from({ length: 20 }, (_, index) => `writer ${index}`);
    await Promise.all(names.map((name, index) => write(index % 2 ? one : other, name)));

    const read = await readAll(one, 'a');
    expect(read.map(({ position }) => position)).toEqual(positions(2_000));
    for (const entry of read) expect(acknowledged.get(entry.position)).toBe(idOf(entry));
    const newcomer = await RedisJournal.open(server.url);
    expect(await readAll(newcomer, 'a')).toEqual(read);
    for (const mine of heard) await expect.poll(() => mine).toEqual(read);
    const head = await newcomer.head('a');
    for (const node of [one, other]) {
      expect(await node.head('a')).toEqual(head);
      expect(await node.verify('a')).toEqual({ ...head, erased: 0, broken: null });
    }
    await newcomer.close();
  });

  test('[J18] a node that begins to follow in the storm of others misses nothing', async () => {
    let storming = true;
    const storm = async () => {
      while (storming) await one.append('a', records(20));
    };
    const storms = Array.from({ length: 20 }, storm);
    for (let round = 0; round < 10; round += 1) {
      const heard: number[] = [];
      const hear = (entries: readonly Entry[]) => heard.push(...entries.map(({ position }) => position));
      const [stop] = await Promise.all([other.follow('a', 0, hear), other.head('a'), readAll(other, 'a')]);
      const last = await other.append('a', records(1));
      expect(heard.slice(0, last)).toEqual(positions(last));
      stop();
    }
    storming = false;
    await Promise.all(storms);
  });

  test('[J5] a thousand appends at once are one XADD', async () => {
    await one.follow('a', 0, () => {});
    await server.ask('CONFIG', 'RESETSTAT');
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => one.append('a', [record(n)])));
    expect(await server.ask('INFO', 'commandstats')).toMatch(/cmdstat_xadd:calls=1,/);
    expect(await server.ask('XLEN', KEY)).toBe(1);
  });

  test('[J28] who follows a log knows where its chain stands, whoever wrote it, without reading it again', async () => {
    const newcomer = await RedisJournal.open(server.url);
    const nodes = [one, other, newcomer];
    const heard = nodes.map(() => 0);
    const follow = (node: number) =>
      nodes[node]?.follow('a', 0, (entries) => {
        heard[node] = entries.at(-1)?.position ?? 0;
      });
    await Promise.all([follow(0), follow(1)]);
    for (let n = 0; n < 100; n += 1) await nodes[n % 2]?.append('a', records(100));
    await follow(2);
    await expect.poll(() => heard).toEqual([10_000, 10_000, 10_000]);

    await server.ask('CONFIG', 'RESETSTAT');
    const heads = await Promise.all(nodes.map((node) => node.head('a')));
    expect(await server.ask('INFO', 'commandstats')).not.toContain('cmdstat_xrange:');
    const [, sent] = /total_net_output_bytes:(\d+)/.exec(await server.ask('INFO', 'stats')) ?? [];
    expect(Number(sent)).toBeLessThan((await server.ask<number>('MEMORY', 'USAGE', KEY)) / 10);
    for (const head of heads)
      expect(await newcomer.verify('a')).toEqual({ ...head, erased: 0, broken: null });
    await newcomer.close();
  });

  test('[J28] the head of the chain is that of what was heard, whatever became of it in Redis since', async () => {
    await one.append('a', records(1));
    const { head } = await other.verify('a');
    const [entry] = await server.ask<[id: string, fields: string[]][]>('XRANGE', KEY, '-', '+');
    const [id = '', fields = []] = entry ?? [];
    await server.ask('DEL', KEY);
    await server.ask(
      'XADD',
      KEY,
      id,
      ...fields.slice(0, 2),
      's',
      's'.repeat(16),
      'c',
      'c'.repeat(32),
      'b',
      'b',
    );
    expect(await one.head('a')).toEqual({ position: 1, head });
    expect((await other.head('a')).head).not.toBe(head);
  });

  test('[J11] entries that were altered or removed in Redis are found', async () => {
    for (let n = 1; n <= 3; n += 1) await one.append('a', records(2, n));
    expect(await one.verify('a')).toMatchObject({ position: 6, broken: null });
    const [, second] = await server.ask<[id: string, fields: string[]][]>('XRANGE', KEY, '-', '+');
    await server.ask('XDEL', KEY, second?.[0] ?? '');
    expect(await other.verify('a')).toMatchObject({ broken: 1 });

    const [first] = await server.ask<[id: string, fields: string[]][]>('XRANGE', KEY, '-', '+', 'COUNT', '1');
    await server.ask('XADD', '{sofra}:stream:b', '*', 'p', 'x\ny', ...(first?.[1].slice(2) ?? []));
    expect(await one.verify('b')).toMatchObject({ broken: 1 });
  });

  test('[J16] a node that meets an entry of a newer Sofra answers for nothing any more', async () => {
    const failures: unknown[] = [];
    const old = await RedisJournal.open(server.url, { onFailure: (failure) => failures.push(failure) });
    await old.follow('a', 0, () => {});
    await one.append('a', records(1));
    const [entry] = await server.ask<[id: string, fields: string[]][]>('XRANGE', KEY, '-', '+');
    const newer = (entry?.[1] ?? []).map((field) => field.replace('"v":1', '"v":2'));
    await server.ask('XADD', KEY, '*', ...newer);
    await expect.poll(() => String(failures[0])).toContain('written by a newer Sofra');
    expect(old.isHealthy).toBe(false);
    await expect(old.append('a', records(1))).rejects.toThrow('written by a newer Sofra');
    await old.close();
  });
});
