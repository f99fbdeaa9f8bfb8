/** A tick's patch as finished frames: encoded once for each wording that its phones ask for, never for each phone. */
import type { AudiencePatch } from '../../shared/views.ts';
import type { DebateState } from '../debate/state.ts';
import { byNumber } from '../views/audience.ts';
import { eventFrame } from './frame.ts';
import type { SeatedSocket } from './seat.ts';

interface AudienceFrame {
  frame: Buffer;
  phones: SeatedSocket[];
}

export function audienceFrames(
  state: DebateState,
  patch: AudiencePatch,
  phones: Iterable<SeatedSocket>,
): AudienceFrame[] {
  const wordings = [
    { phones: [] as SeatedSocket[], word: () => byNumber(state, patch) },
    { phones: [] as SeatedSocket[], word: () => patch },
  ];
  for (const phone of phones) wordings[phone.data.countsByNumber ? 0 : 1]?.phones.push(phone);
  return wordings
    .filter((wording) => wording.phones.length > 0)
    .map(({ phones, word }) => ({ phones, frame: eventFrame('/audience', 'patch', word()) }));
}
