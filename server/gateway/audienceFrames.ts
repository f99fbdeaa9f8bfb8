/** A tick's patch as finished frames: encoded once for each wording that its phones ask for, never for each phone. */
import type { AudiencePatch } from '../../shared/views.ts';
import type { DebateState } from '../debate/state.ts';
import { byNumber } from '../views/audience.ts';
import { eventFrame } from './frame.ts';
import type { Outlet } from './outlet.ts';

export class AudienceFrames {
  readonly #state: DebateState;
  readonly #patch: AudiencePatch;
  #byNumber: Buffer | undefined;
  #byId: Buffer | undefined;

  constructor(state: DebateState, patch: AudiencePatch) {
    this.#state = state;
    this.#patch = patch;
  }

  for({ countsByNumber }: Outlet): Buffer {
    if (countsByNumber) {
      this.#byNumber ??= eventFrame('/audience', 'patch', byNumber(this.#state, this.#patch));
      return this.#byNumber;
    }
    this.#byId ??= eventFrame('/audience', 'patch', this.#patch);
    return this.#byId;
  }

  /** Of the longest that was asked for. */
  get bytes(): number {
    return Math.max(this.#byNumber?.length ?? 0, this.#byId?.length ?? 0);
  }
}
