/**
 * The one place that hears what a client sends: parsed once, limited, answered always, never trusted.
 * Nothing else may call `socket.on`.
 */
import type { z } from 'zod';
import type { AudienceCommand, ModeratorCommand } from '../../shared/commands.ts';
import { type Outcome, REFUSALS, type RefusalCode, type Refused, refusal } from '../../shared/outcome.ts';
import { openExpressLane } from './expressLane.ts';
import { cutIfStuck, type SeatedSocket } from './seat.ts';

export type ScreenCommand = AudienceCommand | ModeratorCommand;

export interface Hearing {
  schema: z.ZodType<ScreenCommand>;
  /** Kept here, for all sockets together. */
  unanswered: { count: number };
  perform: (command: ScreenCommand) => Outcome | Promise<Outcome>;
  onLeave: (socket: SeatedSocket) => void;
  onAnswered: (command: string, outcome: Outcome, ms: number) => void;
  onError: (error: unknown) => void;
}

/** Commands of one connection that may be unanswered at a time. */
const UNDERWAY_AT_MOST = 256;
const AGAIN = { retryAfterMs: 1_000 };

export function listen(socket: SeatedSocket, hearing: Hearing): void {
  const { schema, unanswered, perform, onLeave, onAnswered, onError } = hearing;
  let underway = 0;

  async function answer(command: ScreenCommand, acknowledge: (outcome: Outcome) => void): Promise<void> {
    if (cutIfStuck(socket)) return;
    const startedAt = performance.now();
    underway += 1;
    unanswered.count += 1;
    let outcome: Outcome;
    try {
      outcome = underway > UNDERWAY_AT_MOST ? refusal('tooMany', AGAIN) : await perform(command);
    } catch (error) {
      onError(error);
      outcome = refusal('unavailable', AGAIN);
    }
    underway -= 1;
    unanswered.count -= 1;
    acknowledge(outcome);
    onAnswered(command.type, outcome, performance.now() - startedAt);
  }

  const closeLane = socket.nsp.name === '/audience' ? openExpressLane(socket, answer) : () => {};
  socket.on('disconnect', () => {
    closeLane();
    onLeave(socket);
  });
  socket.on('command', (payload, acknowledge) => {
    const reply = typeof acknowledge === 'function' ? (acknowledge as (outcome: Outcome) => void) : () => {};
    const parsed = schema.safeParse(payload);
    if (parsed.success) return answer(parsed.data, reply);
    const refused = refusalOf(parsed.error);
    if (!cutIfStuck(socket)) reply(refused);
    return onAnswered('invalid', refused, 0);
  });
}

/** A text that may not be shown says so itself; anything else is not a command. */
function refusalOf(error: z.ZodError): Refused {
  for (const issue of error.issues) {
    const code = issue.code === 'custom' ? issue.params?.refusal : undefined;
    if (typeof code === 'string' && code in REFUSALS) return refusal(code as RefusalCode);
  }
  return refusal('invalidCommand');
}
