/**
 * The upvote's own way in and out: what a whole hall sends at once is taken off its WebSocket before engine.io and
 * Socket.IO decode it, and is answered with a finished frame. Whatever is not exactly an upvote goes the common way.
 */
import type { WebSocket } from 'ws';
import type { AudienceCommand } from '../../shared/commands.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { textFrame, writeFrame, writePacket } from './frame.ts';
import type { SeatedSocket } from './seat.ts';

/**
 * The event's packet with its acknowledgement id, in the one wording that clients send; a test holds it to the schema.
 * An id of letters alone goes the common way, which knows the few that are none, as `constructor`.
 */
const UPVOTE =
  /^42\/audience,(\d{1,15})\["command",\{"type":"upvote","questionId":"(?=[A-Za-z]*[0-9-])([A-Za-z0-9][A-Za-z0-9-]{9,39})","up":(true|false)\}\]$/;
const LONGEST = 140;

type Upvote = Extract<AudienceCommand, { type: 'upvote' }>;
type Take = (upvote: Upvote, acknowledge: (outcome: Outcome) => void) => void;
type Listener = (data: Buffer, isBinary: boolean) => void;

/** @returns gives the connection back to Socket.IO alone */
export function openExpressLane(socket: SeatedSocket, take: Take): () => void {
  const { socket: webSocket } = socket.conn.transport as unknown as { socket: WebSocket };
  const commonWay = webSocket.listeners('message') as Listener[];
  /** Socket.IO delivers before the next turn of the event loop: an upvote must not overtake what came before it. */
  let isBehind = false;

  function goBehind(data: Buffer, isBinary: boolean): void {
    for (const listener of commonWay) listener.call(webSocket, data, isBinary);
    if (isBehind) return;
    isBehind = true;
    setImmediate(() => {
      isBehind = false;
    });
  }

  function hear(data: Buffer, isBinary: boolean): void {
    const mayBeUpvote = !isBinary && !isBehind && data.length <= LONGEST;
    const found = mayBeUpvote ? UPVOTE.exec(data.toString('latin1')) : null;
    if (!found) {
      goBehind(data, isBinary);
      return;
    }
    const [, id, questionId = '', up] = found;
    take({ type: 'upvote', questionId, up: up === 'true' }, (outcome) => {
      const packet = `43/audience,${id}[${JSON.stringify(outcome)}]`;
      if (outcome.ok) writePacket(socket, packet);
      else writeFrame(socket, textFrame(packet));
    });
  }

  webSocket.removeAllListeners('message');
  webSocket.on('message', hear);
  return () => {
    webSocket.off('message', hear);
    for (const listener of commonWay) webSocket.on('message', listener);
  };
}
