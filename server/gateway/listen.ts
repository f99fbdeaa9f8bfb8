/**
 * The one place that hears what a client sends: parsed once, limited, answered always, never trusted.
 * Nothing else may call `socket.on`.
 */
import type { z } from 'zod';
import type { AudienceCommand, ModeratorCommand } from '../../shared/commands.ts';
import {
  type Outcome,
  REFUSALS,
  type RefusalCode,
  type Refused,
  refusal,
  UNKNOWN,
} from '../../shared/outcome.ts';
import { ExpressLane } from './expressLane.ts';
import { isCut, type SeatedSocket } from './seat.ts';

export type ScreenCommand = AudienceCommand | ModeratorCommand;

/** What is heard at one screen, by all who sit there. */
export interface Hearing {
  schema: z.ZodType<ScreenCommand>;
  /** Upvotes may pass Socket.IO by. */
  hasExpressLane: boolean;
  /** Kept here, for all sockets together. */
  unanswered: { count: number };
  /** Answers once, now or later. */
  perform: (socket: SeatedSocket, command: ScreenCommand, answer: (outcome: Outcome) => void) => void;
  /** Asked at every refusal that an honest screen would not run into again and again: whether this was one too many. */
  wearsOut: (socket: SeatedSocket) => boolean;
  onLeave: (socket: SeatedSocket) => void;
  onAnswered: (command: string, outcome: Outcome, ms: number) => void;
  /** Of one command, which is answered `unknown`. */
  onBug: (bug: unknown) => void;
}

/** Commands of one connection that may be unanswered at a time. */
const UNDERWAY_AT_MOST = 256;
const AGAIN = { retryAfterMs: 1_000 };

export function listen(socket: SeatedSocket, hearing: Hearing): void {
  const { schema, hasExpressLane, unanswered, perform, wearsOut, onLeave, onAnswered, onBug } = hearing;
  let underway = 0;

  function answer(command: ScreenCommand, acknowledge: (outcome: Outcome) => void): void {
    if (isCut(socket)) return;
    const startedAt = performance.now();
    underway += 1;
    unanswered.count += 1;
    let isOver = false;
    const end = (outcome: Outcome) => {
      if (isOver) return;
      isOver = true;
      underway -= 1;
      unanswered.count -= 1;
      reply(outcome, acknowledge);
      onAnswered(command.type, outcome, performance.now() - startedAt);
    };
    if (underway > UNDERWAY_AT_MOST) end(refusal('tooMany', AGAIN));
    else
      try {
        perform(socket, command, end);
      } catch (bug) {
        onBug(bug);
        end(UNKNOWN);
      }
  }

  function reply(outcome: Outcome, give: (outcome: Outcome) => void): void {
    if (!outcome.ok && WEARING.has(outcome.code) && wearsOut(socket)) socket.conn.request.socket.destroy();
    else give(outcome);
  }

  const lane = hasExpressLane ? new ExpressLane(socket, answer) : undefined;
  socket.on('disconnect', () => {
    lane?.close();
    onLeave(socket);
  });
  socket.on('command', (payload, acknowledge) => {
    const give = typeof acknowledge === 'function' ? (acknowledge as (outcome: Outcome) => void) : () => {};
    const parsed = schema.safeParse(payload);
    if (parsed.success) return answer(parsed.data, give);
    const refused = refusalOf(parsed.error);
    if (!isCut(socket)) reply(refused, give);
    return onAnswered('invalid', refused, 0);
  });
}

const WEARING = new Set<RefusalCode>([
  'invalidCommand',
  'textTooLong',
  'textNotAllowed',
  'textEmpty',
  'tooMany',
]);

/** A text that may not be shown says so itself; anything else is not a command. */
function refusalOf(error: z.ZodError): Refused {
  for (const issue of error.issues) {
    const code = issue.code === 'custom' ? issue.params?.refusal : undefined;
    if (typeof code === 'string' && code in REFUSALS) return refusal(code as RefusalCode);
  }
  return refusal('invalidCommand');
}
