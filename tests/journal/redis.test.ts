import { afterAll, beforeAll, describe } from 'vitest';
import { RedisJournal } from '../../server/journal/redis.ts';
import { journalContract } from './journalContract.ts';
import { hasRedis, RedisServer } from './redisServer.ts';

describe.runIf(hasRedis)('on Redis', () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.remove());

  journalContract('RedisJournal', {
    open: async () => {
      await server.ask('FLUSHALL');
      return RedisJournal.open(server.url);
    },
    reopen: () => RedisJournal.open(server.url),
  });
});
