/**
 * The one place that hears what a client sends: parsed once, limited, answered always, never trusted.
 * Nothing else may call `socket.on`.
 */
import type { z } from 'zod';
import type { AudienceCommand, ModeratorCommand } from '../../shared/commands.ts';
import { type Outcome, REFUSALS, type RefusalCode, type Refused, refusal } from '../../shared/outcome.ts';
import { cutIfStuck, type SeatedSocket } from './seat.ts';

export type ScreenCommand = AudienceCommand | ModeratorCommand;

export interface Hearing {
  schema: z.ZodType<ScreenCommand>;
  perform: (command: ScreenCommand, socket: SeatedSocket) => Promise<Outcome>;
  onLeave: (socket: SeatedSocket) => void;
  onAnswered: (command: string, outcome: Outcome, ms: number) => void;
  onError: (error: unknown) => void;
}

/** Commands of one connection that may be unanswered at a time. */
const UNDERWAY_AT_MOST = 256;
const RETRY_AFTER_MS = 1_000;

export function listen(socket: SeatedSocket, hearing: Hearing): void {
  let underway = 0;
  socket.on('disconnect', () => hearing.onLeave(socket));
  socket.on('command', async (payload, acknowledge) => {
    if (cutIfStuck(socket)) return;
    const startedAt = performance.now();
    underway += 1;
    const { type, outcome } = await answerTo(payload, socket, hearing, underway);
    underway -= 1;
    if (typeof acknowledge === 'function') acknowledge(outcome);
    hearing.onAnswered(type, outcome, performance.now() - startedAt);
  });
}

async function answerTo(
  payload: unknown,
  socket: SeatedSocket,
  { schema, perform, onError }: Hearing,
  underway: number,
) {
  const parsed = schema.safeParse(payload);
  if (!parsed.success) return { type: 'invalid', outcome: refusalOf(parsed.error) };
  const { type } = parsed.data;
  if (underway > UNDERWAY_AT_MOST)
    return { type, outcome: refusal('tooMany', { retryAfterMs: RETRY_AFTER_MS }) };
  try {
    return { type, outcome: await perform(parsed.data, socket) };
  } catch (error) {
    onError(error);
    return { type, outcome: refusal('unavailable', { retryAfterMs: RETRY_AFTER_MS }) };
  }
}

/** A text that may not be shown says so itself; anything else is not a command. */
function refusalOf(error: z.ZodError): Refused {
  for (const issue of error.issues) {
    const code = issue.code === 'custom' ? issue.params?.refusal : undefined;
    if (typeof code === 'string' && code in REFUSALS) return refusal(code as RefusalCode);
  }
  return refusal('invalidCommand');
}
