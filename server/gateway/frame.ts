/** One message for many sockets, encoded once: the packet as engine.io writes it and the finished WebSocket frame. */
// @ts-expect-error exported since ws 8.19, not yet in its types
import { Sender } from 'ws';

export interface Frame {
  packet: string;
  /** Buffers as `ws` sends them. */
  wsFrame: unknown;
  bytes: number;
}

/** `4` is engine.io's type of a message, `2` Socket.IO's type of an event. */
export function frameOf(namespace: string, event: string, payload: unknown): Frame {
  const packet = `2${namespace},${JSON.stringify([event, payload])}`;
  const data = Buffer.from(`4${packet}`);
  const wsFrame = Sender.frame(data, { readOnly: false, mask: false, rsv1: false, opcode: 1, fin: true });
  return { packet, wsFrame, bytes: data.length };
}
