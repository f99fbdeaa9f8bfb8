import { expect, test } from 'vitest';
import { streamOf } from '../../server/debate/events.ts';
import { JournalFailure } from '../../server/journal/journal.ts';
import { MemoryJournal } from '../../server/journal/memory.ts';
import { catchUp, catchUpWith } from '../../server/room/catchUp.ts';
import { Room } from '../../server/room/room.ts';
import { Play, SETTINGS } from '../debate/play.ts';

const { log } = new Play({ screening: 'off' }).approved('a', 'b');

test('[N4] who has seen a position waits until the room has come to it, and no longer for one that never was', async () => {
  const journal = new MemoryJournal();
  const room = await Room.load(SETTINGS.id, journal);
  const seen: number[] = [];
  const caughtUp = catchUpWith(room, log.length, 60_000).then(() => seen.push(room.seq));
  await journal.append(streamOf(SETTINGS.id), log.slice(0, 1));
  expect(seen).toEqual([]);
  await journal.append(streamOf(SETTINGS.id), log.slice(1));
  await caughtUp;
  expect(seen).toEqual([log.length]);
  await catchUpWith(room, 1, 60_000);
  await catchUpWith(room, log.length + 1, 1);
  expect(room.isIdle).toBe(true);
});

test('[N4] a room that is behind the log, or cannot tell, lets nobody see less than they have seen', async () => {
  const journal = new MemoryJournal();
  await journal.append(streamOf(SETTINGS.id), log);
  const room = await Room.load(SETTINGS.id, journal);
  const { append } = journal;
  journal.append = async () => log.length + 1;
  await expect(catchUpWith(room, log.length + 1, 1)).rejects.toThrow(JournalFailure);
  await expect(catchUp(room, 1)).rejects.toThrow(JournalFailure);
  await catchUp(room, 1, log.length);
  journal.append = async () => {
    throw new JournalFailure('Redis is away');
  };
  await catchUpWith(room, log.length, 1);
  await expect(catchUpWith(room, log.length + 1, 1)).rejects.toThrow('Redis is away');
  journal.append = append;
  expect(room.isIdle).toBe(true);
});
