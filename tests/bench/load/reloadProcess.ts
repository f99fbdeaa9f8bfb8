/** Writes a long evening into a journal, and opens it again as after a restart: in a process that has done neither before. */

import { streamOf } from '../../../server/debate/events.ts';
import { SqliteJournal } from '../../../server/journal/sqlite.ts';
import { Room } from '../../../server/room/room.ts';
import { longEvening } from '../longEvening.ts';
import { serve } from './remote.ts';

const DEBATE = 'reload000001';
const BATCH = 5_000;

const functions = {
  async write(dataDir: string, events: number): Promise<void> {
    const journal = await SqliteJournal.open(dataDir);
    let batch = [];
    for (const record of longEvening(DEBATE, events)) {
      batch.push(record);
      if (batch.length < BATCH) continue;
      await journal.append(streamOf(DEBATE), batch);
      batch = [];
    }
    if (batch.length > 0) await journal.append(streamOf(DEBATE), batch);
    await journal.close();
  },

  /** @returns milliseconds from opening the files to the room that is ready */
  async reload(dataDir: string, events: number): Promise<number> {
    const startedAt = performance.now();
    const journal = await SqliteJournal.open(dataDir);
    const room = await Room.load(DEBATE, journal);
    const took = performance.now() - startedAt;
    if (room.seq < events) throw new Error(`${room.seq} events came back, not ${events}`);
    room.close();
    await journal.close();
    return took;
  },
};

export type ReloadProcess = typeof functions;
serve(functions);
