import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SeatedSocket } from './seat.ts';

/** Sockets served in one turn of the event loop: about a millisecond of work, so that commands and overlays never wait longer. */
const SLICE = 50;

/**
 * Serves many sockets, a slice at a time; those that have left by then are passed over.
 * @param goesFirst asked between two slices: what the next one waits for, if anything
 * @returns once the last slice is served
 */
export async function fanOut(
  sockets: readonly SeatedSocket[],
  serve: (socket: SeatedSocket) => void,
  goesFirst: () => Promise<unknown> | undefined,
): Promise<void> {
  for (let start = 0; start < sockets.length; start += SLICE) {
    if (start > 0) await nextTurn();
    await goesFirst();
    const end = Math.min(start + SLICE, sockets.length);
    for (let index = start; index < end; index += 1) {
      const socket = sockets[index];
      if (socket?.connected) serve(socket);
    }
  }
}
