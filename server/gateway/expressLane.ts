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

/** @returns gives the connection back to Socket.IO alone */
export function openExpressLane(socket: SeatedSocket, take: Take): () => void {
  const network = socket.conn.request.socket;
  /** Socket.IO delivers before the next turn of the event loop: an upvote must not overtake what came before it. */
  let isBehind = false;

  /** Where the lane opens in the middle of a frame, the rest of it looks like no upvote and goes the common way. */
  function hear(chunk: Buffer): boolean {
    const isQueueing = isBehind || !network.readableFlowing || network.readableLength > 0;
    let start = 0;
    if (!isQueueing) while (start < chunk.length && takes(chunk, start)) start = smallTextEnd(chunk, start);
    return start === chunk.length || goBehind(start === 0 ? chunk : chunk.subarray(start));
  }

  function takes(chunk: Buffer, start: number): boolean {
    const found = isSmallText(chunk, start) ? UPVOTE.exec(smallText(chunk, start)) : null;
    if (!found) return false;
    const [, id, questionId = '', up] = found;
    take({ type: 'upvote', questionId, up: up === 'true' }, (outcome) => {
      if (outcome.ok) writePacket(socket, `43/audience,${id}[{"ok":true,"seq":${outcome.seq}}]`);
      else writeFrame(socket, textFrame(`43/audience,${id}[${JSON.stringify(outcome)}]`));
    });
    return true;
  }

  function goBehind(chunk: Buffer): boolean {
    if (!endsWithFrame(chunk)) close();
    else if (!isBehind) {
      isBehind = true;
      setImmediate(() => {
        isBehind = false;
      });
    }
    return Socket.prototype.push.call(network, chunk);
  }

  function close(): void {
    Reflect.deleteProperty(network, 'push');
  }

  // The network gives what it reads to `push`, from where it goes on to the listeners of `data`.
  network.push = (chunk: Buffer | null) =>
    chunk === null ? Socket.prototype.push.call(network, chunk) : hear(chunk);
  return close;
}
