/** Fail-over by Sentinel, with the links to all replicas cut before. A longer run: `FAILOVERS=60 npx vitest run journal/redisFailover` */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Unconfirmed } from '../../server/journal/journal.ts';
import { RedisJournal } from '../../server/journal/redis.ts';
import { positions, readAll, records } from './records.ts';
import { RedisSentinels } from './redisSentinels.ts';
import { hasRedis } from './redisServer.ts';
import { Deduplicating, idOf, Storm } from './storm.ts';

const FAILOVERS = Number(process.env.FAILOVERS ?? 10);
const BACK_SOON = { timeout: 30_000, interval: 20 };

describe.runIf(hasRedis)('fail-over by Sentinel', () => {
  let sentinels: RedisSentinels;
  let nodes: RedisJournal[];
  const failures: unknown[] = [];

  const openNode = async (minReplicas?: number): Promise<RedisJournal> => {
    const node = await RedisJournal.open(sentinels.url, {
      ...(minReplicas !== undefined && { minReplicas }),
      onFailure: (failure) => failures.push(failure),
    });
    nodes.push(node);
    return node;
  };

  beforeEach(() => {
    nodes = [];
    failures.length = 0;
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await sentinels.remove();
  });

  test(
    `[J21] ${FAILOVERS} x Redis fails over with the replication link cut: nothing acknowledged is lost, what is sent again counts once`,
    async () => {
      sentinels = await RedisSentinels.start(2);
      const [one, other] = [await openNode(), await openNode()];
      const followers = [new Deduplicating(), new Deduplicating()];
      await one.follow('a', 0, followers[0]?.hear ?? (() => {}));
      await other.follow('a', 0, followers[1]?.hear ?? (() => {}));
      const storm = new Storm();
      const goesOn = () => {
        const enough = storm.acknowledged.size + 300;
        return vi.waitFor(() => expect(storm.acknowledged.size).toBeGreaterThan(enough), BACK_SOON);
      };
      storm.begin(one, 'a', 'one', 30);
      storm.begin(other, 'a', 'other', 30);
      for (let round = 0; round < FAILOVERS; round += 1) {
        await goesOn();
        const failed = storm.failures.length;
        await sentinels.cutReplication();
        await vi.waitFor(() => expect(storm.failures.length).toBeGreaterThan(failed), BACK_SOON);
        await sentinels.failOver();
        await goesOn();
        await sentinels.mendReplication();
      }
      await storm.end();

      const newcomer = await openNode();
      const read = await readAll(newcomer, 'a');
      const ids = read.map(idOf);
      expect(read.map(({ position }) => position)).toEqual(positions(read.length));
      for (const [id, position] of storm.acknowledged) expect(ids[position - 1]).toBe(id);
      for (const follower of followers) {
        await expect.poll(() => follower.heard).toEqual(positions(read.length));
        expect([...follower.first.keys()]).toEqual([...new Set(ids)]);
      }
      expect(new Set(ids)).toEqual(new Set(storm.acknowledged.keys()));
      const head = await one.head('a');
      expect(head.position).toBe(read.length);
      expect(await newcomer.verify('a')).toEqual({ ...head, erased: 0, broken: null });
      const longest = Math.round(storm.failures.reduce((most, ms) => Math.max(most, ms), 0));
      console.log(
        `${FAILOVERS} fail-overs, ${storm.acknowledged.size} entries acknowledged, none lost; ` +
          `${storm.failures.length} refused and sent again (the slowest refusal took ${longest} ms), ` +
          `${followers[0]?.repeats} of them had been kept`,
      );
    },
    FAILOVERS * 60_000,
  );

  test('[J21] what no replica has is neither acknowledged nor told', async () => {
    sentinels = await RedisSentinels.start();
    const [one, other] = [await openNode(), await openNode()];
    const heard: number[][] = [[], []];
    for (const [index, node] of [one, other].entries()) {
      await node.follow('a', 0, (entries) => heard[index]?.push(...entries.map(({ position }) => position)));
    }
    await one.append('a', records(3));
    await expect.poll(() => heard).toEqual([positions(3), positions(3)]);
    await sentinels.cutReplication();
    await expect(one.append('a', records(1))).rejects.toThrow(Unconfirmed);
    await vi.waitFor(() => expect(other.isHealthy).toBe(false), BACK_SOON);
    expect(heard).toEqual([positions(3), positions(3)]);
    await sentinels.mendReplication();
    await vi.waitFor(() => expect(heard).toEqual([positions(4), positions(4)]), BACK_SOON);
    expect(await one.append('a', records(1))).toBe(5);
  });

  test('[J20] who does without confirmation by replicas is told when a fail-over has lost what was acknowledged', async () => {
    sentinels = await RedisSentinels.start();
    const node = await openNode(0);
    await node.append('a', records(3));
    await sentinels.cutReplication();
    expect(await node.append('a', records(2, 4))).toBe(5);
    await sentinels.failOver();
    const refused = () =>
      expect(node.append('a', records(1))).rejects.toThrow(
        /lost acknowledged entries of stream a: entry \d+ is not there/,
      );
    await vi.waitFor(refused, BACK_SOON);
    expect(node.isHealthy).toBe(false);
  });
});
