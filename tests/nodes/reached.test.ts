import { expect, test } from 'vitest';
import { streamOf } from '../../server/debate/events.ts';
import { MemoryJournal } from '../../server/journal/memory.ts';
import { Room } from '../../server/room/room.ts';
import { Play, SETTINGS } from '../debate/play.ts';

const { log } = new Play({ screening: 'off' }).approved('a', 'b');

test('[N4] a room says when it has come to a position, and gives up on one that does not come', async () => {
  const journal = new MemoryJournal();
  const room = await Room.load(SETTINGS.id, journal);
  const seen: number[] = [];
  const reached = room.reached(log.length, 60_000).then(() => seen.push(room.seq));
  await journal.append(streamOf(SETTINGS.id), log.slice(0, 1));
  expect(seen).toEqual([]);
  await journal.append(streamOf(SETTINGS.id), log.slice(1));
  await reached;
  expect(seen).toEqual([log.length]);
  await room.reached(1, 60_000);
  await room.reached(log.length + 1, 1);
  expect(room.isIdle).toBe(true);
});
