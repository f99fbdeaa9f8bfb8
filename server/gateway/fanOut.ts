import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeFrame } from './frame.ts';
import { isSlow, type SeatedSocket } from './seat.ts';

/** Sockets served in one turn of the event loop: about a millisecond of work, so that commands and overlays never wait longer. */
const SLICE = 50;

/**
 * Writes one frame to many sockets, a slice at a time. A socket that does not keep up is left out: the gap in
 * `from` of the next patch makes its screen ask for the view.
 * @param goesFirst asked between two slices: what the next one waits for, if anything
 * @returns once the last slice is written
 */
export async function fanOut(
  sockets: readonly SeatedSocket[],
  frame: Buffer,
  goesFirst: () => Promise<unknown> | undefined,
): Promise<void> {
  for (let start = 0; start < sockets.length; start += SLICE) {
    if (start > 0) await nextTurn();
    await goesFirst();
    for (const socket of sockets.slice(start, start + SLICE)) {
      if (socket.connected && !isSlow(socket)) writeFrame(socket, frame);
    }
  }
}
