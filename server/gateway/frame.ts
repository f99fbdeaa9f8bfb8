/** Messages as finished WebSocket frames: encoded once and in one piece, so that each socket costs one plain write. */
import type { SeatedSocket } from './seat.ts';

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

export const eventFrame = (namespace: string, event: string, payload: unknown): Buffer =>
  textFrame(`42${namespace},${JSON.stringify([event, payload])}`);

const isFree = ({ conn }: SeatedSocket): boolean =>
  conn.readyState === 'open' && conn.transport.writable && conn.request.socket.writableLength === 0;

/** Writes straight to the network where nothing waits for this socket, else behind what does. */
export function writeFrame(socket: SeatedSocket, frame: Buffer): void {
  if (isFree(socket)) socket.conn.request.socket.write(frame);
  else socket.conn.write('', { compress: false, wsPreEncodedFrame: [frame] } as object);
}

/** The same for one packet of ASCII: where it is short, a string costs less than a buffer of its own. */
export function writePacket(socket: SeatedSocket, packet: string): void {
  const head = SHORT_HEADS[packet.length];
  if (head && isFree(socket)) socket.conn.request.socket.write(head + packet, 'latin1');
  else writeFrame(socket, textFrame(packet));
}
