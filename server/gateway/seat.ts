/** What the gateway knows of one connection since its handshake, and the bounds on what waits to be sent to it. */
import type { Socket } from 'node:net';
import type { Socket as IoSocket } from 'socket.io';
import type { Actor } from '../debate/decide.ts';
import type { Room } from '../room/room.ts';
import type { Listener } from './listen.ts';
import type { LiveDebate } from './liveDebate.ts';
import type { Outlet } from './outlet.ts';

interface Seat {
  actor: Actor;
  room: Room;
  live: LiveDebate;
  outlet: Outlet;
  listener: Listener;
  /** Of staff: the key or session they came with. When it ends, so does the connection. */
  accessId?: string;
  /** Of a participant, until it is told. */
  token?: string | undefined;
  /** Of a phone: is sent `counts` in place of `tallies`. */
  countsByNumber?: boolean;
}

export type SeatedSocket = IoSocket<ClientEvents, ServerEvents, Record<string, never>, Seat>;
type ClientEvents = { command: (command: unknown, acknowledge: unknown) => void };
type ServerEvents = Record<'welcome' | 'view' | 'patch' | 'mine', (payload: unknown) => void>;

/** What engine.io keeps of one connection. */
export interface Connection {
  /** Packets that the transport has not taken yet. */
  writeBuffer: unknown[];
  request: { socket: Socket };
}

/** Packets waiting for a socket that does not read fast enough. Past the first, ticks leave it out; past the second it is cut. */
const SKIP_PAST = 4;
const CUT_PAST = 128;
/** More than the largest view. */
const CUT_PAST_BYTES = 16 * 2 ** 20;

const connectionOf = ({ conn }: SeatedSocket): Connection => conn as unknown as Connection;

export const isSlow = (socket: SeatedSocket): boolean => connectionOf(socket).writeBuffer.length > SKIP_PAST;

/** Ends a connection that has stopped reading; it would not read a goodbye either. @returns whether it did */
export function cutIfStuck({ writeBuffer, request: { socket } }: Connection): boolean {
  if (writeBuffer.length <= CUT_PAST && socket.writableLength <= CUT_PAST_BYTES) return false;
  socket.destroy();
  return true;
}

/** The same for a seated one, before something is sent to it. */
export const isCut = (socket: SeatedSocket): boolean => cutIfStuck(connectionOf(socket));
