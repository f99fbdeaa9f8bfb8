/**
 * The upvote's own way in and out: what a whole hall sends at once is taken off the network before ws, engine.io and
 * Socket.IO decode it, and is answered with a finished frame. Whatever is not exactly an upvote goes the common way.
 */
import type { Socket } from 'node:net';
import type { AudienceCommand } from '../../shared/commands.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { endsWithFrame, isSmallText, smallText, smallTextEnd } from './clientFrame.ts';
import { textFrame } from './frame.ts';
import { giveReadsBack, passOn, type Reader, takeReads } from './networkReads.ts';
import type { Outlet } from './outlet.ts';
import type { SeatedSocket } from './seat.ts';

/**
 * The event's packet with its acknowledgement id, in the one wording that clients send; a test holds it to the schema.
 * An id of letters alone goes the common way, which knows the few that are none, as `constructor`.
 */
const UPVOTE =
  /^42\/audience,(\d{1,15})\["command",\{"type":"upvote","questionId":"(?=[A-Za-z]*[0-9-])([A-Za-z0-9][A-Za-z0-9-]{9,39})","up":(true|false)\}\]$/;

type Upvote = Extract<AudienceCommand, { type: 'upvote' }>;

interface Taker {
  /** @param id of the packet, to acknowledge it by */
  take(upvote: Upvote, lane: ExpressLane, id: string): void;
}

export class ExpressLane implements Reader {
  readonly #network: Socket;
  readonly #outlet: Outlet;
  readonly #taker: Taker;
  /** Socket.IO delivers before the next turn of the event loop: an upvote must not overtake what came before it. */
  #isBehind = false;

  /** Opens it for one connection. */
  constructor({ conn, data }: SeatedSocket, taker: Taker) {
    this.#network = conn.request.socket;
    this.#outlet = data.outlet;
    this.#taker = taker;
    takeReads(this.#network, this);
  }

  acknowledge(outcome: Outcome, id: string): void {
    if (outcome.ok) this.#outlet.writePacket(`43/audience,${id}[{"ok":true,"seq":${outcome.seq}}]`);
    else this.#outlet.write(textFrame(`43/audience,${id}[${JSON.stringify(outcome)}]`));
  }

  /** Gives the connection back to Socket.IO alone. */
  close(): void {
    giveReadsBack(this.#network);
  }

  /** Where the lane opens in the middle of a frame, the rest of it looks like no upvote and goes the common way. */
  hear(bytes: Buffer, end: number): boolean {
    const { readableFlowing, readableLength } = this.#network;
    let start = 0;
    if (!this.#isBehind && readableFlowing && readableLength === 0)
      while (start < end && this.#takes(bytes, start, end)) start = smallTextEnd(bytes, start);
    return start === end || this.#goBehind(bytes, start, end);
  }

  #takes(bytes: Buffer, start: number, end: number): boolean {
    const found = isSmallText(bytes, start, end) ? UPVOTE.exec(smallText(bytes, start)) : null;
    if (!found) return false;
    const [, id = '', questionId = '', up] = found;
    this.#taker.take({ type: 'upvote', questionId, up: up === 'true' }, this, id);
    return true;
  }

  #goBehind(bytes: Buffer, start: number, end: number): boolean {
    if (!endsWithFrame(bytes, start, end)) this.close();
    else if (!this.#isBehind) {
      this.#isBehind = true;
      setImmediate(() => {
        this.#isBehind = false;
      });
    }
    return passOn(this.#network, bytes, start, end);
  }
}
