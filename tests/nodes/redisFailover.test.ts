/** Two nodes full of phones while Redis fails over. The long run: `FAILOVERS=10 npx vitest run nodes/redisFailover` */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RedisSentinels } from '../journal/redisSentinels.ts';
import { hasRedis } from '../journal/redisServer.ts';
import { Evening } from './evening.ts';
import { TwoNodes } from './twoNodes.ts';

const unless = hasRedis ? '' : ' (skipped: there is no redis-server)';
const FAILOVERS = Number(process.env.FAILOVERS ?? 2);

describe.skipIf(!hasRedis)(`fail-over by Sentinel${unless}`, () => {
  let nodes: TwoNodes<RedisSentinels>;
  beforeEach(async () => {
    nodes = await TwoNodes.over(await RedisSentinels.start());
  });
  afterEach(() => nodes.remove());

  test(
    `[N12] ${FAILOVERS} x Redis fails over with the replication link cut: phones lose nothing and stay, the question stays on air`,
    async () => {
      const evening = await Evening.begin(nodes);
      for (let round = 0; round < FAILOVERS; round += 1) {
        await evening.goesOn();
        await nodes.redis.cutReplication();
        await evening.isHeld();
        await nodes.redis.failOver();
        await evening.goesOn();
        await nodes.redis.mendReplication();
      }
      const report = await evening.end();
      expect(evening.refused).toBeGreaterThanOrEqual(FAILOVERS);
      console.log(`${FAILOVERS} fail-overs: ${report}`);
    },
    FAILOVERS * 60_000,
  );
});
