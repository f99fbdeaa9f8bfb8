/** The long run: `RESTARTS=10 npx vitest run nodes/redisAway` */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasRedis } from '../journal/redisServer.ts';
import { Evening } from './evening.ts';
import { TwoNodes } from './twoNodes.ts';

const unless = hasRedis ? '' : ' (skipped: there is no redis-server)';
const RESTARTS = Number(process.env.RESTARTS ?? 3);

const upvote = (questionId: string) => ({ type: 'upvote', questionId, up: true });
const readiness = async ({ origin }: { origin: string }) => (await fetch(`${origin}/readyz`)).status;

describe.skipIf(!hasRedis)(`without Redis${unless}`, () => {
  let nodes: TwoNodes;
  beforeEach(async () => {
    nodes = await TwoNodes.start();
  });
  afterEach(() => nodes.remove());

  test('[N5] nothing hangs: screens stay, commands are refused for now, and all goes on by itself', async () => {
    const [here, there] = await nodes.debate({ screening: 'off' });
    const [phone, desk, overlay] = [here.phone(), there.staff('moderator'), here.staff('overlay')];
    await Promise.all([phone, desk, overlay].map((screen) => screen.until('view')));
    await phone.send({ type: 'askQuestion', id: 'question-1', text: 'Kush e rregullon urën?' });
    await desk.send({ type: 'take', questionId: 'question-1', expected: null });
    await overlay.until('view', ({ onAir }) => onAir);

    await nodes.redis.stop();
    // A node that has not noticed yet sends it, and hears nothing.
    const code = expect.stringMatching(/^(unavailable|unknown)$/);
    const refused = { ok: false, code, retryAfterMs: expect.any(Number) };
    expect(await phone.send(upvote('question-1'))).toMatchObject(refused);
    expect(await desk.send({ type: 'clear', expected: 'question-1' })).toMatchObject(refused);
    for (const node of [nodes.one, nodes.other]) await expect.poll(() => readiness(node)).toBe(503);
    expect(await nodes.one.api('POST', '/debates', { title: 'Now' })).toMatchObject({
      error: { code: 'unavailable' },
    });

    const [late, screen] = [there.phone(), there.staff('overlay')];
    expect(await late.until('view')).toMatchObject({ onAir: { questionId: 'question-1' } });
    expect(await screen.until('view')).toMatchObject({ onAir: { questionId: 'question-1' } });
    expect(await nodes.other.connect('audience', { debate: 'KFNVRD' }).refusal()).toMatchObject({
      code: 'unavailable',
    });

    await nodes.redis.start();
    for (const node of [nodes.one, nodes.other]) await expect.poll(() => readiness(node)).toBe(200);
    expect(await phone.send(upvote('question-1'))).toMatchObject({ ok: true });
    await late.until('patch', (patch) => JSON.stringify(patch).includes('"question-1":1'));
    expect(overlay.heard.filter(({ payload }) => payload.onAir === null).length).toBe(1);
  });

  test('[N5] a Redis that does not answer is refused as well, within seconds', async () => {
    const [here] = await nodes.debate({ screening: 'off' });
    const phone = here.phone();
    await phone.until('view');
    nodes.redis.freeze();
    try {
      const startedAt = performance.now();
      const asked = await phone.send({ type: 'askQuestion', id: 'question-1', text: 'Ko popravlja most?' });
      expect(asked).toMatchObject({ ok: false, code: 'unknown' });
      expect(performance.now() - startedAt).toBeLessThan(6_000);
    } finally {
      nodes.redis.thaw();
    }
    await expect.poll(() => readiness(nodes.one)).toBe(200);
    const again = await phone.send({ type: 'askQuestion', id: 'question-1', text: 'Ko popravlja most?' });
    expect(again).toMatchObject({ ok: true });
  });

  test(
    `[N5] Redis is stopped and started ${RESTARTS} times under load: phones lose nothing and stay, the question stays on air`,
    async () => {
      const evening = await Evening.begin(nodes);
      for (let round = 0; round < RESTARTS; round += 1) {
        await evening.goesOn();
        await nodes.redis.stop(round % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
        await evening.isHeld();
        await nodes.redis.start();
        await evening.goesOn();
      }
      const report = await evening.end();
      expect(evening.refused).toBeGreaterThanOrEqual(RESTARTS);
      console.log(`${RESTARTS} restarts of Redis: ${report}`);
    },
    RESTARTS * 60_000,
  );
});
