import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DebateDetail } from '../../shared/api.ts';
import { Phone } from '../../tools/phone.ts';
import type { TestServer } from '../gateway/startServer.ts';
import { hasRedis } from '../journal/redisServer.ts';
import { TwoNodes } from './twoNodes.ts';

const unless = hasRedis ? '' : ' (skipped: there is no redis-server)';
const PHONES = 30;
const QUESTIONS = 40;
const ROUNDS = 10;
const LONG_MS = 180_000;

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
    const refused = { ok: false, code: 'unavailable', retryAfterMs: expect.any(Number) };
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
    for (const node of [nodes.one, nodes.other])
      await expect.poll(() => readiness(node), { timeout: 10_000 }).toBe(200);
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
      expect(asked).toMatchObject({ ok: false, code: 'unavailable' });
      expect(performance.now() - startedAt).toBeLessThan(6_000);
    } finally {
      nodes.redis.thaw();
    }
    await expect.poll(() => readiness(nodes.one), { timeout: 10_000 }).toBe(200);
    const again = await phone.send({ type: 'askQuestion', id: 'question-1', text: 'Ko popravlja most?' });
    expect(again).toMatchObject({ ok: true });
  });

  test(
    `[N5] Redis is killed ${ROUNDS} times under load: everything acknowledged is kept, everything sent is there once`,
    async () => {
      const [{ id, code }] = await nodes.debate({ screening: 'off' });
      const phones = Array.from({ length: PHONES }, (_, index) => {
        const { origin } = index % 2 === 0 ? nodes.one : nodes.other;
        return new Phone({ url: origin, code });
      });
      const [asker] = phones;
      await asker?.ready;
      const questions = Array.from({ length: QUESTIONS }, (_, index) => `question-${index}`);
      await Promise.all(questions.map((question) => asker?.ask('Is everything kept?', { id: question })));

      const votesOn = async (node: TestServer) => {
        const detail = await node.api<DebateDetail>('GET', `/debates/${id}`);
        return questions.map((question) => detail.questions[question]?.votes);
      };

      let acknowledged = 0;
      const storm = Promise.all(
        phones.map(async (phone) => {
          for (const question of questions) {
            expect(await phone.upvote(question)).toMatchObject({ ok: true });
            acknowledged += 1;
          }
        }),
      );
      for (let round = 1; round <= ROUNDS; round += 1) {
        const enough = Math.floor((round * PHONES * QUESTIONS) / (ROUNDS + 2));
        await expect
          .poll(() => acknowledged, { interval: 1, timeout: LONG_MS })
          .toBeGreaterThanOrEqual(enough);
        await nodes.redis.stop('SIGKILL');
        await nodes.redis.start();
      }
      await storm;
      for (const node of [nodes.one, nodes.other]) {
        expect(await votesOn(node)).toEqual(questions.map(() => PHONES));
      }
      for (const phone of phones) phone.close();
    },
    LONG_MS,
  );
});
