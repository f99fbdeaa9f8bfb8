/**
 * The upvote's own way in and out: what a whole hall sends at once is taken off the network before ws, engine.io and
 * Socket.IO decode it, and is answered with a finished frame. Whatever is not exactly an upvote goes the common way.
 */
import { Socket } from 'node:net';
import type { AudienceCommand } from '../../shared/commands.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { endsWithFrame, isSmallText, smallText, smallTextEnd } from './clientFrame.ts';
import { textFrame, writeFrame, writePacket } from './frame.ts';
import type { SeatedSocket } from './seat.ts';

/**
 * The event's packet with its acknowledgement id, in the one wording that clients send; a test holds it to the schema.
 * An id of letters alone goes the common way, which knows the few that are none, as `constructor`.
 */
const UPVOTE =
  /^42\/audience,(\d{1,15})\["command",\{"type":"upvote","questionId":"(?=[A-Za-z]*[0-9-])([A-Za-z0-9][A-Za-z0-9-]{9,39})","up":(true|false)\}\]$/;

type Upvote = Extract<AudienceCommand, { type: 'upvote' }>;
type Take = (upvote: Upvote, acknowledge: (outcome: Outcome) => void) => void;

export class ExpressLane {
  readonly #socket: SeatedSocket;
  readonly #network: Socket;
  readonly #take: Take;
  /** Socket.IO delivers before the next turn of the event loop: an upvote must not overtake what came before it. */
  #isBehind = false;

  /** Opens it for one connection. */
  constructor(socket: SeatedSocket, take: Take) {
    this.#socket = socket;
    this.#network = socket.conn.request.socket;
    this.#take = take;
    // The network gives what it reads to `push`, from where it goes on to the listeners of `data`.
    this.#network.push = (chunk: Buffer | null) =>
      chunk === null ? Socket.prototype.push.call(this.#network, chunk) : this.#hear(chunk);
  }

  /** Gives the connection back to Socket.IO alone. */
  close(): void {
    Reflect.deleteProperty(this.#network, 'push');
  }

  /** Where the lane opens in the middle of a frame, the rest of it looks like no upvote and goes the common way. */
  #hear(chunk: Buffer): boolean {
    const isQueueing = this.#isBehind || !this.#network.readableFlowing || this.#network.readableLength > 0;
    let start = 0;
    if (!isQueueing)
      while (start < chunk.length && this.#takes(chunk, start)) start = smallTextEnd(chunk, start);
    return start === chunk.length || this.#goBehind(start === 0 ? chunk : chunk.subarray(start));
  }

  #takes(chunk: Buffer, start: number): boolean {
    const found = isSmallText(chunk, start) ? UPVOTE.exec(smallText(chunk, start)) : null;
    if (!found) return false;
    const [, id, questionId = '', up] = found;
    this.#take({ type: 'upvote', questionId, up: up === 'true' }, (outcome) => {
      if (outcome.ok) writePacket(this.#socket, `43/audience,${id}[{"ok":true,"seq":${outcome.seq}}]`);
      else writeFrame(this.#socket, textFrame(`43/audience,${id}[${JSON.stringify(outcome)}]`));
    });
    return true;
  }

  #goBehind(chunk: Buffer): boolean {
    if (!endsWithFrame(chunk)) this.close();
    else if (!this.#isBehind) {
      this.#isBehind = true;
      setImmediate(() => {
        this.#isBehind = false;
      });
    }
    return Socket.prototype.push.call(this.#network, chunk);
  }
}
