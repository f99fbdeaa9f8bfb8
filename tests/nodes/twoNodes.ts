/** Two nodes of one installation in this process, each on a port of its own, over one real Redis. */

import type { CreateDebate, CreatedDebate } from '../../shared/api.ts';
import { API_TOKEN, TestDebate, TestServer } from '../gateway/startServer.ts';
import { RedisServer } from '../journal/redisServer.ts';

/** One Redis server, or several behind Sentinels. */
interface AnyRedis {
  readonly url: string;
  remove(): Promise<void>;
}

export class TwoNodes<Redis extends AnyRedis = RedisServer> {
  readonly redis: Redis;
  readonly one: TestServer;
  readonly other: TestServer;

  private constructor(redis: Redis, [one, other]: [TestServer, TestServer]) {
    this.redis = redis;
    this.one = one;
    this.other = other;
  }

  static async start(env: Record<string, string> = {}): Promise<TwoNodes> {
    return TwoNodes.over(await RedisServer.start(), env);
  }

  static async over<Redis extends AnyRedis>(
    redis: Redis,
    env: Record<string, string> = {},
  ): Promise<TwoNodes<Redis>> {
    const settings = { REDIS_URL: redis.url, API_TOKEN, ...env };
    const one = await TestServer.start(settings);
    return new TwoNodes(redis, [one, await TestServer.start(settings)]);
  }

  /** One debate, as each node has it. */
  async debate(settings: Partial<CreateDebate> = {}): Promise<[one: TestDebate, other: TestDebate]> {
    const body = { title: 'Work in our town', ...settings };
    const created = await this.one.api<CreatedDebate>('POST', '/debates', body);
    return [new TestDebate(this.one, created), new TestDebate(this.other, created)];
  }

  async remove(): Promise<void> {
    await Promise.all([this.one.remove(), this.other.remove()]);
    await this.redis.remove();
  }
}
