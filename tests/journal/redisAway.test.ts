/** What becomes of appends while Redis is away. The long run: `RESTARTS=60 npx vitest run --project real redisAway` */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Entry, JournalFailure, Unconfirmed } from '../../server/journal/journal.ts';
import { RedisJournal } from '../../server/journal/redis.ts';
import { positions, readAll, record, records } from './records.ts';
import { hasRedis, RedisServer } from './redisServer.ts';
import { Deduplicating, idOf, Storm } from './storm.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const RESTARTS = Number(process.env.RESTARTS ?? 10);
const BACK_SOON = { timeout: 10_000 };
/** So long an answer is waited for; what is refused at once is refused sooner. */
const GIVEN_UP_AFTER_MS = 2_000;

describe.runIf(hasRedis)('Redis away', () => {
  let server: RedisServer;
  let nodes: RedisJournal[];
  const failures: unknown[] = [];

  const openNode = async (): Promise<RedisJournal> => {
    const node = await RedisJournal.open(server.url, { onFailure: (failure) => failures.push(failure) });
    nodes.push(node);
    return node;
  };

  beforeEach(async () => {
    server = await RedisServer.start();
    nodes = [];
    failures.length = 0;
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await server.remove();
  });

  test(
    `[J19] Redis is killed and started again under load ${RESTARTS} times: nothing acknowledged is lost, what is sent again counts once`,
    async () => {
      const [one, other] = [await openNode(), await openNode()];
      const followers = [new Deduplicating(), new Deduplicating()];
      await one.follow('a', 0, followers[0]?.hear ?? (() => {}));
      await other.follow('a', 0, followers[1]?.hear ?? (() => {}));
      const storm = new Storm();
      storm.begin(one, 'a', 'one', 30);
      storm.begin(other, 'a', 'other', 30);
      for (let restart = 0; restart < RESTARTS; restart += 1) {
        const enough = storm.acknowledged.size + 300;
        await vi.waitFor(() => expect(storm.acknowledged.size).toBeGreaterThan(enough), BACK_SOON);
        await server.stop(restart % 2 ? 'SIGKILL' : 'SIGTERM');
        await server.start();
      }
      await storm.end();

      const newcomer = await openNode();
      const read = await readAll(newcomer, 'a');
      const ids = read.map(idOf);
      expect(read.map(({ position }) => position)).toEqual(positions(read.length));
      for (const [id, position] of storm.acknowledged) expect(ids[position - 1]).toBe(id);
      for (const follower of followers) {
        await expect.poll(() => follower.heard).toEqual(positions(read.length));
        expect([...follower.first.keys()].sort()).toEqual([...storm.acknowledged.keys()].sort());
      }
      expect(followers[0]?.first).toEqual(followers[1]?.first);
      expect(await one.head('a')).toEqual(await newcomer.head('a'));
      expect(await one.verify('a')).toMatchObject({ position: read.length, broken: null });
      console.log(
        `${RESTARTS} restarts, ${storm.acknowledged.size} entries acknowledged, none lost; ` +
          `${storm.failures.length} refused and sent again, ${followers[0]?.repeats} of them had been kept`,
      );
    },
    RESTARTS * 15_000,
  );

  test('[J29] while Redis is gone, appends are refused at once as not kept, and the journal comes back by itself', async () => {
    const node = await openNode();
    const heard: Entry[] = [];
    await node.follow('a', 0, (entries) => heard.push(...entries));
    await node.append('a', records(3));
    await server.stop();
    await expect.poll(() => node.isHealthy).toBe(false);
    const began = performance.now();
    const refusal = await node.append('a', records(1)).catch((failure: unknown) => failure);
    expect(refusal).toBeInstanceOf(JournalFailure);
    expect(refusal).not.toBeInstanceOf(Unconfirmed);
    await expect(node.head('a')).rejects.toThrow(JournalFailure);
    expect(performance.now() - began).toBeLessThan(GIVEN_UP_AFTER_MS);
    await vi.waitFor(() => expect(String(failures.at(-1))).toContain('ECONNREFUSED'), BACK_SOON);
    expect(new Set(failures.map(String)).size).toBe(failures.length);

    await server.start();
    await vi.waitFor(() => expect(node.isHealthy).toBe(true), BACK_SOON);
    expect(await node.append('a', records(1, 4))).toBe(4);
    expect(heard).toEqual(await readAll(node, 'a'));
  });

  test('[J29] a Redis that does not answer is given up within seconds, what it was sent is unknown; nothing hangs', async () => {
    const node = await openNode();
    const heard: number[] = [];
    await node.follow('a', 0, (entries) => heard.push(...entries.map(({ position }) => position)));
    await node.append('a', records(3));
    server.freeze();
    const waiting = Array.from({ length: 50 }, (_, n) => node.append(`stream ${n % 3}`, [record(n)]));
    const began = performance.now();
    const [outcomes] = await Promise.all([
      Promise.allSettled(waiting),
      expect(readAll(node, 'a')).rejects.toThrow(JournalFailure),
    ]);
    expect(performance.now() - began).toBeLessThan(2 * GIVEN_UP_AFTER_MS);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Unconfirmed) });
    }
    expect(node.isHealthy).toBe(false);
    server.thaw();
    await vi.waitFor(() => expect(node.isHealthy).toBe(true), BACK_SOON);
    const last = await node.append('a', records(1));
    expect(heard).toEqual(positions(last));
  });

  test('[J19] a node that was itself held up reads the answer that came meanwhile', async () => {
    const node = await openNode();
    await node.append('a', records(3));
    const head = node.head('a');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_200);
    expect(await head).toMatchObject({ position: 3 });
    expect(await node.append('a', records(1))).toBe(4);
    expect(failures).toEqual([]);
  });

  test('[J19] a quiet node notices, too, that Redis does not answer any more', async () => {
    const node = await openNode();
    server.freeze();
    await vi.waitFor(() => expect(node.isHealthy).toBe(false), BACK_SOON);
    server.thaw();
    await vi.waitFor(() => expect(node.isHealthy).toBe(true), BACK_SOON);
  });

  test('[J20] a Redis that has lost what was acknowledged is refused until the right one is back', async () => {
    const node = await openNode();
    await node.append('a', records(3));
    await server.stop();
    const kept = temporaryDirectory();
    cpSync(join(server.directory, 'appendonlydir'), kept, { recursive: true });
    rmSync(join(server.directory, 'appendonlydir'), { recursive: true });
    await server.start();
    const refused = () =>
      expect(node.append('a', records(1))).rejects.toThrow(/lost acknowledged entries of stream a: entry 3/);
    await vi.waitFor(refused, BACK_SOON);
    expect(node.isHealthy).toBe(false);
    const fresh = await openNode();
    expect(await fresh.append('a', records(9))).toBe(9);
    await refused();

    await server.stop();
    cpSync(kept, join(server.directory, 'appendonlydir'), { recursive: true, force: true });
    await server.start();
    await vi.waitFor(() => expect(node.isHealthy).toBe(true), BACK_SOON);
    expect(await node.append('a', records(1))).toBe(4);
    await vi.waitFor(
      () => expect(String(failures.at(-1))).toMatch(/lost acknowledged entries of stream a: entry 9/),
      BACK_SOON,
    );
  });

  test('[J19] closing while Redis is away takes no longer than an answer would', async () => {
    const node = await openNode();
    await server.stop();
    const began = performance.now();
    await node.close();
    expect(performance.now() - began).toBeLessThan(2 * GIVEN_UP_AFTER_MS);
    await expect(RedisJournal.open(server.url)).rejects.toThrow(/Redis at 127.0.0.1:\d+: .*ECONNREFUSED/);
  });
});
