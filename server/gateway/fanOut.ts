import { setImmediate as nextTurn } from 'node:timers/promises';

/** Phones served in one turn of the event loop: about a millisecond of work, so that commands and overlays never wait longer. */
const SLICE = 50;

/**
 * Serves many phones, a slice at a time; some may have left by the time they are served.
 * @param goesFirst asked between two slices: what the next one waits for, if anything
 * @returns once the last slice is served
 */
export async function fanOut<T>(
  phones: readonly T[],
  serve: (phone: T) => void,
  goesFirst: () => Promise<unknown> | undefined,
): Promise<void> {
  for (let start = 0; start < phones.length; start += SLICE) {
    if (start > 0) await nextTurn();
    await goesFirst();
    for (const phone of phones.slice(start, start + SLICE)) serve(phone);
  }
}
