/**
 * What the network brings of a connection, taken before the connection's own listeners hear of it. Node then reads into
 * one buffer for all connections, as a client's socket may ask it to (`onread` of `net.connect`) and a server's cannot:
 * so it is asked by the names that Node has for it inside. Where it has others, each read has a buffer of its own.
 */
import { Socket } from 'node:net';

/** As much as Node reads of a connection at once. */
const READ_BYTES = 65_536;
const buffer = Buffer.alloc(READ_BYTES);

/**
 * @param bytes hold what was read up to `length`, until this returns
 * @returns whether more may come, as `push` of a stream does
 */
type Hear = (bytes: Buffer, length: number) => boolean;

interface Inside {
  [name: symbol]: unknown;
  _handle?: { useUserBuffer?: (buffer: Buffer) => void } | null;
}

const inside = (network: Socket) => network as unknown as Inside;

const names = Object.getOwnPropertySymbols(new Socket());
const nameOf = (description: string) => names.find((name) => name.description === description);
const BUFFER = nameOf('kBuffer');
const CALLBACK = nameOf('kBufferCb');

export function takeReads(network: Socket, hear: Hear): void {
  if (!readsIntoOneBuffer(network))
    network.push = (chunk: Buffer | null) =>
      chunk === null ? pushOn(network, chunk) : hear(chunk, chunk.length);
  else if (CALLBACK) inside(network)[CALLBACK] = (length: number) => hear(buffer, length);
}

/** The connection's own listeners hear of everything again. */
export function giveReadsBack(network: Socket): void {
  Reflect.deleteProperty(network, 'push');
  const reading = inside(network);
  if (CALLBACK && BUFFER && reading[BUFFER] === buffer)
    reading[CALLBACK] = (length: number) => passOn(network, buffer, 0, length);
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
  }
  return true;
}
