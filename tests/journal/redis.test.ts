import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { RedisJournal, type RedisJournalOptions } from '../../server/journal/redis.ts';
import { journalContract } from './journalContract.ts';
import { hasRedis, RedisServer } from './redisServer.ts';

describe.runIf(hasRedis)('on Redis', () => {
  const servers: RedisServer[] = [];
  let urlOfFewRights = '';

  const contract = (name: string, options: RedisJournalOptions, url = () => servers[0]?.url ?? '') =>
    journalContract(name, {
      open: async () => {
        await servers[0]?.ask('FLUSHALL');
        return RedisJournal.open(url(), options);
      },
      reopen: () => RedisJournal.open(url(), options),
    });

  beforeAll(async () => {
    const master = await RedisServer.start();
    servers.push(master);
    urlOfFewRights = await master.urlOfDocumentedUser();
    servers.push(await RedisServer.start(['--replicaof', '127.0.0.1', `${master.port}`]));
    const isReplicated = async () =>
      expect(await master.ask('INFO', 'replication')).toMatch(/slave0:.*state=online/);
    await vi.waitFor(isReplicated, { timeout: 20_000 });
  });
  afterAll(async () => {
    for (const server of servers) await server.remove();
  });

  contract('RedisJournal', { minReplicas: 0 });
  contract('RedisJournal of few rights that waits for a replica', { minReplicas: 1 }, () => urlOfFewRights);
});
