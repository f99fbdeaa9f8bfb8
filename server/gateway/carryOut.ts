/** What becomes of a command of a seated screen: it is refused for now, shown the whole anew, or left to its room. */
import { type Outcome, refusal, UNKNOWN } from '../../shared/outcome.ts';
import type { Screen } from '../../shared/protocol.ts';
import { clientAddress } from '../access/requestOrigin.ts';
import type { Config } from '../config.ts';
import type { Doors } from './handshake.ts';
import type { Asked, ScreenCommand } from './listen.ts';
import { participantWait } from './participantWait.ts';
import type { SeatedSocket } from './seat.ts';

interface Parts extends Pick<Doors, 'organisation' | 'limits'> {
  config: Pick<Config, 'publicUrl' | 'trustProxy'>;
  onError: (error: unknown) => void;
}

export function carryOut(parts: Parts, screen: Screen, socket: SeatedSocket, asked: Asked): void {
  const { room } = asked;
  const wait = waitOf(parts, screen, socket, asked);
  if (wait > 0) asked.answer(refusal('tooMany', { retryAfterMs: wait }));
  else if (!isForRoom(asked)) {
    const { live } = socket.data;
    if (screen === 'audience') live.showAudience(socket);
    else live.showStaff(screen, socket);
    asked.answer({ ok: true, seq: room.seq });
  } else if (screen === 'audience') room.handle(asked);
  else {
    const { live, accessId = '' } = socket.data;
    const performing = room.perform(
      asked.command,
      asked.actor,
      () => !parts.organisation.isAccessOpen(accessId),
    );
    live.rightOfWay.take(performing);
    performing
      .then((outcome) => asked.answer(naming(parts, outcome)))
      .catch((bug) => {
        parts.onError(bug);
        asked.answer(UNKNOWN);
      });
  }
}

type RoomCommand = Exclude<ScreenCommand, { type: 'resync' }>;
const isForRoom = (asked: Asked): asked is Asked<RoomCommand> => asked.command.type !== 'resync';

function waitOf(
  { limits, config }: Parts,
  screen: Screen,
  socket: SeatedSocket,
  { command, actor, room }: Asked,
): number {
  if (screen !== 'audience') return limits.staffCommand(actor.id);
  return participantWait(command, actor, room, limits, () => clientAddress(socket.request, config));
}

/** Who was first is named as people know them: by the label of their key. */
function naming({ organisation }: Parts, outcome: Outcome): Outcome {
  if (outcome.ok || outcome.by === undefined) return outcome;
  const { by, ...rest } = outcome;
  const label = organisation.keyLabel(by.slice(by.indexOf(':') + 1));
  return { ...rest, ...(label !== undefined && { by: label }) };
}
