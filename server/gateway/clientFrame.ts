/** WebSocket frames as clients send them (RFC 6455, 5.2): just enough to take a small text off the network. */

const FINAL_TEXT = 0x81;
const MASKED = 0x80;
const FINAL = 0x80;
const LENGTH = 0x7f;
const LENGTH_IN_16_BITS = 126;
/** Two bytes of head and four of mask, before a payload of less than 126 bytes. */
const SMALL_HEAD = 6;

const text = Buffer.alloc(LENGTH_IN_16_BITS);

/** Whether a whole unfragmented text of less than 126 bytes starts there. */
export const isSmallText = (chunk: Buffer, start: number): boolean =>
  chunk[start] === FINAL_TEXT &&
  ((chunk[start + 1] ?? 0) & MASKED) !== 0 &&
  ((chunk[start + 1] ?? 0) & LENGTH) < LENGTH_IN_16_BITS &&
  smallTextEnd(chunk, start) <= chunk.length;

export const smallTextEnd = (chunk: Buffer, start: number): number =>
  start + SMALL_HEAD + ((chunk[start + 1] ?? 0) & LENGTH);

/** @returns the text, as Latin-1 */
export function smallText(chunk: Buffer, start: number): string {
  const length = (chunk[start + 1] ?? 0) & LENGTH;
  const payload = start + SMALL_HEAD;
  const mask = chunk.readUInt32LE(start + 2);
  // A byte array keeps the lowest eight bits of what it is given.
  for (let index = 0; index < length; index += 1)
    text[index] = (chunk[payload + index] as number) ^ (mask >>> ((index & 3) << 3));
  return text.toString('latin1', 0, length);
}

/** Whether a chunk that starts with a frame ends with one, and leaves no message half said. */
export function endsWithFrame(chunk: Buffer): boolean {
  let start = 0;
  while (start + 2 <= chunk.length) {
    if (((chunk[start] ?? 0) & FINAL) === 0) return false;
    const length = (chunk[start + 1] ?? 0) & LENGTH;
    if (length < LENGTH_IN_16_BITS) start = smallTextEnd(chunk, start);
    else if (length === LENGTH_IN_16_BITS && start + 4 <= chunk.length)
      start += SMALL_HEAD + 2 + chunk.readUInt16BE(start + 2);
    else return false;
  }
  return start === chunk.length;
}
