/** WebSocket frames as clients send them (RFC 6455, 5.2): just enough to take a small text off the network. */

const FINAL_TEXT = 0x81;
const MASKED = 0x80;
const FINAL = 0x80;
const LENGTH = 0x7f;
const LENGTH_IN_16_BITS = 126;
/** Two bytes of head and four of mask, before a payload of less than 126 bytes. */
const SMALL_HEAD = 6;

const text = Buffer.alloc(LENGTH_IN_16_BITS);

/** Whether a whole unfragmented text of less than 126 bytes starts there, of what goes on to `end`. */
export const isSmallText = (bytes: Buffer, start: number, end: number): boolean =>
  start + SMALL_HEAD <= end &&
  bytes[start] === FINAL_TEXT &&
  ((bytes[start + 1] ?? 0) & MASKED) !== 0 &&
  ((bytes[start + 1] ?? 0) & LENGTH) < LENGTH_IN_16_BITS &&
  smallTextEnd(bytes, start) <= end;

export const smallTextEnd = (bytes: Buffer, start: number): number =>
  start + SMALL_HEAD + ((bytes[start + 1] ?? 0) & LENGTH);

/** @returns the text, as Latin-1 */
export function smallText(bytes: Buffer, start: number): string {
  const length = (bytes[start + 1] ?? 0) & LENGTH;
  const payload = start + SMALL_HEAD;
  const mask = bytes.readUInt32LE(start + 2);
  // A byte array keeps the lowest eight bits of what it is given.
  for (let index = 0; index < length; index += 1)
    text[index] = (bytes[payload + index] as number) ^ (mask >>> ((index & 3) << 3));
  return text.toString('latin1', 0, length);
}

/** Whether what starts with a frame ends with one, and leaves no message half said. */
export function endsWithFrame(bytes: Buffer, start: number, end: number): boolean {
  while (start + 2 <= end) {
    if (((bytes[start] ?? 0) & FINAL) === 0) return false;
    const length = (bytes[start + 1] ?? 0) & LENGTH;
    if (length < LENGTH_IN_16_BITS) start = smallTextEnd(bytes, start);
    else if (length === LENGTH_IN_16_BITS && start + 4 <= end)
      start += SMALL_HEAD + 2 + bytes.readUInt16BE(start + 2);
    else return false;
  }
  return start === end;
}
