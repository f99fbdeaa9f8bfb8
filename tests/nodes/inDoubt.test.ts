/** What a node answers while it may know less than others were told. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasRedis } from '../journal/redisServer.ts';
import { TwoNodes } from './twoNodes.ts';

const unless = hasRedis ? '' : ' (skipped: there is no redis-server)';
const QUESTION = 'question-1';

const upvote = (up: boolean) => ({ type: 'upvote', questionId: QUESTION, up });
const refused = { ok: false, retryAfterMs: expect.any(Number) };

describe.skipIf(!hasRedis)(`in doubt${unless}`, () => {
  let nodes: TwoNodes;
  beforeEach(async () => {
    nodes = await TwoNodes.start();
  });
  afterEach(() => nodes.remove());

  const isBack = () => expect.poll(async () => (await fetch(`${nodes.one.origin}/readyz`)).status).toBe(200);

  test('[N17] a vote is not taken back by a word while nobody knows whether it was kept', async () => {
    const [here] = await nodes.debate({ screening: 'off' });
    const phone = here.phone();
    await phone.until('view');
    await phone.send({ type: 'askQuestion', id: QUESTION, text: 'Ko popravlja most?' });
    nodes.redis.freeze();
    const answers = Promise.all([phone.send(upvote(true)), phone.send(upvote(false))]);
    expect(await answers).toEqual([
      expect.objectContaining({ ...refused, code: 'unknown' }),
      expect.objectContaining({ ...refused, code: 'unavailable' }),
    ]);
    nodes.redis.thaw();
    await isBack();
    expect(await phone.send(upvote(false))).toMatchObject({ ok: true });
    const { questions } = await nodes.other.api<{ questions: Record<string, { votes: number }> }>(
      'GET',
      `/debates/${here.id}`,
    );
    expect(questions[QUESTION]).toMatchObject({ votes: 0 });
  });

  test('[N17] nothing on air is not said to be cleared while nobody knows whether a take was kept', async () => {
    const [here] = await nodes.debate({ screening: 'off' });
    const [phone, desk] = [here.phone(), here.staff('moderator')];
    await Promise.all([phone, desk].map((screen) => screen.until('view')));
    await phone.send({ type: 'askQuestion', id: QUESTION, text: 'Ko popravlja most?' });
    nodes.redis.freeze();
    const take = await desk.send({ type: 'take', questionId: QUESTION, expected: null });
    expect(take).toMatchObject({ ...refused, code: 'unknown' });
    expect(await desk.send({ type: 'clear', expected: null })).toMatchObject(refused);
    nodes.redis.thaw();
    await isBack();
    const onAir = (await desk.send({ type: 'clear', expected: QUESTION })) as { ok: boolean };
    expect(onAir).toMatchObject({ ok: true });
  });
});
