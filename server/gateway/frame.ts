/** Messages as finished WebSocket frames: encoded once and in one piece, so that each connection costs one plain write. */

const FINAL_TEXT = 0x81;
const LENGTH_IN_16_BITS = 126;
const LENGTH_IN_64_BITS = 127;
/** By length: the head of a short frame, in Latin-1. */
const SHORT_HEADS = Array.from({ length: LENGTH_IN_16_BITS }, (_, length) =>
  String.fromCharCode(FINAL_TEXT, length),
);

/** @param packet as engine.io puts it on the wire: `4` is a message, `42` a Socket.IO event, `43` an acknowledgement */
export function textFrame(packet: string): Buffer {
  const length = Buffer.byteLength(packet);
  const head = length < LENGTH_IN_16_BITS ? 2 : length < 2 ** 16 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = FINAL_TEXT;
  frame[1] = head === 2 ? length : head === 4 ? LENGTH_IN_16_BITS : LENGTH_IN_64_BITS;
  if (head === 4) frame.writeUInt16BE(length, 2);
  if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(packet, head);
  return frame;
}

/**
 * The same for a short packet of ASCII, in Latin-1: a string costs less than a buffer of its own.
 * @param packet of less than 126 characters
 */
export const shortFrame = (packet: string): string => SHORT_HEADS[packet.length] + packet;

export const eventFrame = (namespace: string, event: string, payload: unknown): Buffer =>
  textFrame(`42${namespace},${JSON.stringify([event, payload])}`);
