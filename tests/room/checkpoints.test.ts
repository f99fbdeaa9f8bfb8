/** Who notes where the hash chain stands, where several nodes write one log. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { streamOf } from '../../server/debate/events.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { MemoryJournal } from '../../server/journal/memory.ts';
import { RedisJournal } from '../../server/journal/redis.ts';
import { Room } from '../../server/room/room.ts';
import { idOf, Play, SETTINGS } from '../debate/play.ts';
import { readAll } from '../journal/records.ts';
import { hasRedis, RedisServer } from '../journal/redisServer.ts';

const STREAM = streamOf(SETTINGS.id);
const THOUSANDS = 3;
const VOTES = THOUSANDS * 1_000;

/** Votes on both nodes at once, and how many checkpoints came of it. */
async function checkpointsOf(one: Journal, other: Journal): Promise<number> {
  await one.append(STREAM, new Play({ screening: 'off' }).approved('a').log);
  const rooms = [await Room.load(SETTINGS.id, one), await Room.load(SETTINGS.id, other)];
  const vote = { type: 'upvote', questionId: idOf('a'), up: true } as const;
  for (let thousand = 1; thousand <= THOUSANDS; thousand += 1) {
    const voters = Array.from({ length: 1_000 }, (_, index) => `voter${thousand}.${index}`);
    await Promise.all(voters.map((id, index) => rooms[index % 2]?.perform(vote, { id })));
    for (const { state } of rooms)
      await expect.poll(() => state.checkpoint?.position).toBeGreaterThanOrEqual(thousand * 1_000);
  }
  const entries = await readAll(one, STREAM);
  for (const room of rooms) room.close();
  return entries.filter(({ event }) => event.type === 'checkpointed').length;
}

describe('[R5] of several nodes, one notes every thousand entries where the hash chain stands', () => {
  test('[R5] in one process', async () => {
    const journal = new MemoryJournal();
    expect(await checkpointsOf(journal, journal)).toBe(THOUSANDS);
    expect(await journal.verify(STREAM)).toMatchObject({ broken: null });
  });

  test.runIf(hasRedis)('[R5] over Redis', async () => {
    const server = await RedisServer.start();
    onTestFinished(() => server.remove());
    const open = async () => {
      const journal = await RedisJournal.open(server.url);
      onTestFinished(() => journal.close());
      return journal;
    };
    expect(await checkpointsOf(await open(), await open())).toBe(THOUSANDS);
  });

  test('[R5] and none is noted by reading a log that lacks them', async () => {
    const journal = new MemoryJournal();
    const { log } = new Play({ screening: 'off' }).approved('a');
    const event = { type: 'upvoted', questionId: idOf('a') };
    const votes = Array.from({ length: VOTES }, (_, index) => ({ at: 1, by: `voter${index}`, event }));
    await journal.append(STREAM, [...log, ...votes]);
    const room = await Room.load(SETTINGS.id, journal);
    expect(room.seq).toBe(log.length + VOTES);
    expect((await journal.head(STREAM)).position).toBe(room.seq);
  });
});
