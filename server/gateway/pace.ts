/** How far apart the starts of two ticks are at least, so that telling phones leaves the machine to those who act. */

export const TICK_MS = 200;
/** Of writing. */
const MS_PER_PHONE = 0.022;
/** Of a core: for one tick after another; where staff act as fast as they can. */
const SHARE = 0.4;
const SHARE_OF_ACTS = 0.8;
/** A phone is not sent more than 20 kB a second on average. */
const BYTES_PER_MS = 20;
/** However large the last patch was: nobody waits longer for the next. */
const LONGEST_WAIT_MS = 10_000;

/** Milliseconds, where something changed on air or the debate was opened or closed. */
export const paceOfActs = (phones: number): number => (phones * MS_PER_PHONE) / SHARE_OF_ACTS;

/** Milliseconds for everything else. @param bytes of the last patch */
export const paceOf = (phones: number, bytes: number): number =>
  Math.max(TICK_MS, (phones * MS_PER_PHONE) / SHARE, Math.min(bytes / BYTES_PER_MS, LONGEST_WAIT_MS));
