/** A node that has lost Redis while another has not: what was acknowledged meanwhile is not denied here. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CreatedDebate, DebateDetail } from '../../shared/api.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { TestDebate, TestServer } from '../gateway/startServer.ts';
import { hasRedis, RedisServer } from '../journal/redisServer.ts';

const unless = hasRedis ? '' : ' (skipped: there is no redis-server)';
const upvote = { type: 'upvote', questionId: 'question-1', up: true };

describe.skipIf(!hasRedis)(`a node that is cut off from Redis${unless}`, () => {
  let redis: RedisServer;
  let here: TestDebate;
  let there: TestDebate;
  let cutOff: TestServer;
  let servers: TestServer[];

  beforeEach(async () => {
    redis = await RedisServer.start();
    await redis.ask('ACL', 'SETUSER', 'far', 'on', '>p', '~*', '&*', '+@all');
    const one = await TestServer.start({ REDIS_URL: redis.url });
    cutOff = await TestServer.start({ REDIS_URL: redis.url.replace('//', '//far:p@') });
    servers = [one, cutOff];
    const created = await one.api<CreatedDebate>('POST', '/debates', { title: 'Bridges', screening: 'off' });
    [here, there] = [new TestDebate(one, created), new TestDebate(cutOff, created)];
    const [phone, watcher] = [here.phone(), there.phone()];
    await Promise.all([phone.until('view'), watcher.until('view')]);
    await phone.send({ type: 'askQuestion', id: 'question-1', text: 'Ko popravlja most?' });
    await watcher.until('patch', ({ rows }) => rows?.['question-1']);
    for (const left of [phone, watcher]) left.socket.disconnect();
    await redis.ask('ACL', 'SETUSER', 'far', 'off');
    await redis.ask('CLIENT', 'KILL', 'USER', 'far');
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.remove()));
    await redis.remove();
  });

  async function comesBack(): Promise<void> {
    await redis.ask('ACL', 'SETUSER', 'far', 'on');
    await expect.poll(async () => (await fetch(`${cutOff.origin}/readyz`)).status).toBe(200);
  }

  test('[N11] says that it cannot tell what is newest', async () => {
    const unavailable = { error: { code: 'unavailable', message: expect.stringContaining('newest') } };
    for (const path of ['/debates', `/debates/${there.id}`])
      expect(await cutOff.api('GET', path)).toEqual(unavailable);
    const phone = here.phone();
    await phone.until('view');
    await phone.send(upvote);
    await comesBack();
    const { questions } = await cutOff.api<DebateDetail>('GET', `/debates/${there.id}`);
    expect(questions['question-1']?.votes).toBe(1);
  });

  const seqOf = (outcome: Outcome) => (outcome.ok ? outcome.seq : 0);

  test('[N4] lets nobody in who has seen more elsewhere, and lets in the others', async () => {
    const phone = here.phone();
    const { token } = await phone.until('welcome');
    const seq = seqOf(await phone.send(upvote));
    expect((await there.phone({ token, seq }).refusal()).code).toBe('unavailable');
    await there.phone({ token, seq: seq - 1 }).until('view');
    await comesBack();
    const { upvotes } = await there.phone({ token, seq }).until('mine');
    expect(upvotes).toEqual({ 'question-1': true });
  });
});
