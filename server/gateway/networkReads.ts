/**
 * What the network brings of a connection, taken before the connection's own listeners hear of it. Node then reads into
 * one buffer for all connections, as a client's socket may ask it to (`onread` of `net.connect`) and a server's cannot:
 * so it is asked by the names that Node has for it inside. Where it has others, each read has a buffer of its own.
 */
import { Socket } from 'node:net';

/** As much as Node reads of a connection at once. */
const READ_BYTES = 65_536;
const buffer = Buffer.alloc(READ_BYTES);

export interface Reader {
  /**
   * @param bytes hold what was read up to `length`, until this returns
   * @returns whether more may come, as `push` of a stream does
   */
  hear(bytes: Buffer, length: number): boolean;
}

/** A connection's reader stands on its socket: a function for each would be a hundred bytes of every phone. */
const READER = Symbol('reader');

interface Inside {
  [name: symbol]: unknown;
  [READER]?: Reader | undefined;
  _handle?: { useUserBuffer?: (buffer: Buffer) => void } | null;
}

const inside = (network: Socket) => network as unknown as Inside;

const names = Object.getOwnPropertySymbols(new Socket());
const nameOf = (description: string) => names.find((name) => name.description === description);
const BUFFER = nameOf('kBuffer');
const CALLBACK = nameOf('kBufferCb');

export function takeReads(network: Socket, reader: Reader): void {
  inside(network)[READER] = reader;
  if (!readsIntoOneBuffer(network)) network.push = hearChunk;
}

/** The connection's own listeners hear of everything again. */
export function giveReadsBack(network: Socket): void {
  inside(network)[READER] = undefined;
}

function hearChunk(this: Socket, chunk: Buffer | null): boolean {
  const reader = inside(this)[READER];
  return chunk && reader ? reader.hear(chunk, chunk.length) : pushOn(this, chunk);
}

function hearBuffer(this: Socket, length: number): boolean {
  return inside(this)[READER]?.hear(buffer, length) ?? passOn(this, buffer, 0, length);
}

/** A part of what was read, for the connection's own listeners, who may keep it. */
export const passOn = (network: Socket, bytes: Buffer, start: number, end: number): boolean =>
  pushOn(network, bytes === buffer ? Buffer.from(bytes.subarray(start, end)) : bytes.subarray(start, end));

const pushOn = (network: Socket, chunk: Buffer | null) => Socket.prototype.push.call(network, chunk);

/** For good: what is read of it from now on comes into the buffer. @returns whether Node could be asked to */
function readsIntoOneBuffer(network: Socket): boolean {
  const reading = inside(network);
  if (!BUFFER || !CALLBACK || !reading._handle?.useUserBuffer) return false;
  if (reading[BUFFER] !== buffer) {
    reading._handle.useUserBuffer(buffer);
    reading[BUFFER] = buffer;
    reading[CALLBACK] = hearBuffer;
  }
  return true;
}
