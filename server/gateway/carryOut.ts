/** What becomes of a command of a seated screen: it is refused for now, shown the whole anew, or left to its room. */
import { type Outcome, refusal, UNKNOWN } from '../../shared/outcome.ts';
import type { Screen } from '../../shared/protocol.ts';
import { clientAddress } from '../access/requestOrigin.ts';
import type { Config } from '../config.ts';
import type { Doors } from './handshake.ts';
import type { ScreenCommand } from './listen.ts';
import { participantWait } from './participantWait.ts';
import type { SeatedSocket } from './seat.ts';

interface Parts extends Pick<Doors, 'organisation' | 'limits'> {
  config: Pick<Config, 'publicUrl' | 'trustProxy'>;
  onError: (error: unknown) => void;
}

export function carryOut(
  parts: Parts,
  screen: Screen,
  socket: SeatedSocket,
  command: ScreenCommand,
  answer: (outcome: Outcome) => void,
): void {
  const { actor, room, live, accessId = '' } = socket.data;
  const wait = waitOf(parts, screen, socket, command);
  if (wait > 0) answer(refusal('tooMany', { retryAfterMs: wait }));
  else if (command.type === 'resync') {
    if (screen === 'audience') live.showAudience(socket);
    else live.showStaff(screen, socket);
    answer({ ok: true, seq: room.seq });
  } else if (screen === 'audience') room.handle({ command, actor, answer });
  else {
    const performing = room.perform(command, actor, () => !parts.organisation.isAccessOpen(accessId));
    live.rightOfWay.take(performing);
    performing
      .then((outcome) => answer(naming(parts, outcome)))
      .catch((bug) => {
        parts.onError(bug);
        answer(UNKNOWN);
      });
  }
}

function waitOf(
  { limits, config }: Parts,
  screen: Screen,
  { request, data: { actor, room } }: SeatedSocket,
  command: ScreenCommand,
): number {
  if (screen !== 'audience') return limits.staffCommand(actor.id);
  return participantWait(command, actor, room, limits, () => clientAddress(request, config));
}

/** Who was first is named as people know them: by the label of their key. */
function naming({ organisation }: Parts, outcome: Outcome): Outcome {
  if (outcome.ok || outcome.by === undefined) return outcome;
  const { by, ...rest } = outcome;
  const label = organisation.keyLabel(by.slice(by.indexOf(':') + 1));
  return { ...rest, ...(label !== undefined && { by: label }) };
}
