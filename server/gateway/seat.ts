/** What the gateway knows of one connection since its handshake, and the bounds on what waits to be sent to it. */
import type { Socket } from 'socket.io';
import type { Actor } from '../debate/decide.ts';
import type { Room } from '../room/room.ts';
import type { LiveDebate } from './liveDebate.ts';

export interface Seat {
  actor: Actor;
  room: Room;
  live: LiveDebate;
  /** Of staff: the key or session they came with. When it ends, so does the connection. */
  accessId?: string;
  /** Of a participant. */
  token?: string;
}

export type SeatedSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, Seat>;
type ClientEvents = { command: (command: unknown, acknowledge: unknown) => void };
type ServerEvents = Record<'welcome' | 'view' | 'patch' | 'mine', (payload: unknown) => void>;

/** Packets waiting for a socket that does not read fast enough. Past the first, ticks skip it; past the second it is cut. */
const SKIP_PAST = 4;
const CUT_PAST = 128;

/** engine.io keeps here what the transport has not taken yet. */
const waiting = (socket: SeatedSocket): number =>
  (socket.conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length;

export const isSlow = (socket: SeatedSocket): boolean => waiting(socket) > SKIP_PAST;

/** Ends a connection that has stopped reading; it would not read a goodbye either. @returns whether it did */
export function cutIfStuck(socket: SeatedSocket): boolean {
  if (waiting(socket) <= CUT_PAST) return false;
  socket.conn.request.socket.destroy();
  return true;
}
