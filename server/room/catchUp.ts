/** Waits until a room shows what is in the log by now, so that nobody is shown less than was acknowledged. */
import { JournalFailure } from '../journal/journal.ts';
import type { Room } from './room.ts';

/**
 * Resolves once the room shows all that is in the log now.
 * @param seen is enough, where it comes before that
 * @throws JournalFailure where that cannot be known, or is not so within `withinMs`
 */
export async function catchUp(room: Room, withinMs: number, seen = Number.POSITIVE_INFINITY): Promise<void> {
  const end = await room.end();
  if (!(await reaches(room, Math.min(seen, end), withinMs)))
    throw new JournalFailure(`The log of debate ${room.id} has come to ${end}, and here to ${room.seq}.`);
}

/**
 * The same for somebody who says to have seen the position `seq` on another node, though it may never have been: only
 * after a while is the log asked.
 */
export async function catchUpWith(room: Room, seq: number, withinMs: number): Promise<void> {
  if (!(await reaches(room, seq, withinMs))) await catchUp(room, withinMs, seq);
}

/** @returns whether it shows the position `seq` before `withinMs` have passed */
async function reaches(room: Room, seq: number, withinMs: number): Promise<boolean> {
  if (room.seq >= seq) return true;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      unlisten();
      resolve();
    };
    const unlisten = room.onChange(() => {
      if (room.seq >= seq) end();
    });
    const timer = setTimeout(end, withinMs);
  });
  return room.seq >= seq;
}
