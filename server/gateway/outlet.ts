/**
 * The way out to one connection. What the network takes at once needs none of a stream's bookkeeping; where anything
 * waits for the connection, a frame goes behind that, where it is counted and bounded.
 */
import type { Socket } from 'node:net';
import { shortFrame, textFrame } from './frame.ts';
import { type Connection, cutIfStuck, type SeatedSocket } from './seat.ts';

type Encoding = 'buffer' | 'latin1';
type Outcome = 'underway' | 'taken' | Error;

/** Of the write that is being made: one for all, a function for each connection would be a hundred bytes of every phone. */
let outcome: Outcome;
const settle = (error?: Error | null) => {
  outcome = error ?? 'taken';
};

function writeNow(network: Socket, frame: Buffer | string, encoding: Encoding): Outcome {
  outcome = 'underway';
  network._write(frame, encoding as BufferEncoding, settle);
  return outcome;
}

export class Outlet {
  readonly socket: SeatedSocket;
  /** As the seat says: a tally looks here alone. */
  readonly countsByNumber: boolean;
  readonly #connection: SeatedSocket['conn'];
  /** The one it stays with: there is no other than WebSocket. */
  readonly #transport: SeatedSocket['conn']['transport'];
  readonly #network: Socket;
  /** The network has not taken all of the last frame yet. */
  #isWriting = false;

  constructor(socket: SeatedSocket) {
    const { conn, data } = socket;
    this.socket = socket;
    this.countsByNumber = data.countsByNumber ?? false;
    this.#connection = conn;
    this.#transport = conn.transport;
    this.#network = conn.request.socket;
  }

  /** @param frame finished */
  write(frame: Buffer): void {
    if (!this.writeAtOnce(frame)) this.#writeBehind(frame);
  }

  /** @returns whether nothing waited for this connection; else it is not written */
  writeAtOnce(frame: Buffer): boolean {
    if (!this.#isFree()) return false;
    this.#writeStraight(frame, 'buffer');
    return true;
  }

  /** The same for a packet of less than 126 characters, all of them ASCII. */
  writePacket(packet: string): void {
    if (this.#isFree()) this.#writeStraight(shortFrame(packet), 'latin1');
    else this.#writeBehind(textFrame(packet));
  }

  #isFree(): boolean {
    const { readyState, writable } = this.#transport;
    return !this.#isWriting && readyState === 'open' && writable && this.#network.writableLength === 0;
  }

  #writeStraight(frame: Buffer | string, encoding: Encoding): void {
    const written = writeNow(this.#network, frame, encoding);
    if (written instanceof Error) this.#network.destroy(written);
    else if (written === 'underway') {
      this.#isWriting = true;
      // Nothing more, to hear when all before it is gone.
      this.#network.write('', () => {
        this.#isWriting = false;
      });
    }
  }

  #writeBehind(frame: Buffer): void {
    this.#connection.write('', { compress: false, wsPreEncodedFrame: [frame] } as object);
    cutIfStuck(this.#connection as unknown as Connection);
  }
}
