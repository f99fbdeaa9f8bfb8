/** Everything that can happen in the organisation's stream. Kept for years; secrets stand here as hashes only. */
import type { KeyRole } from '../../shared/api.ts';
import type { DebateInfo, DebateStatus } from '../../shared/views.ts';

export type OrganisationEvent =
  /** `requestId`: of whoever asked for it, who may ask again. */
  | ({ type: 'debateRegistered'; requestId?: string } & DebateInfo)
  /** What the debate's own log amounts to at its position `seq`. */
  | ({ type: 'debateNoted'; seq: number } & DebateInfo)
  /** As older versions noted a part of it. */
  | { type: 'statusNoted'; debateId: string; status: DebateStatus }
  | { type: 'keyIssued'; debateId: string; keyId: string; role: KeyRole; label: string; hash: string }
  | { type: 'keyRevoked'; debateId: string; keyId: string }
  /** `until`: milliseconds since 1970, UTC. */
  | { type: 'sessionOpened'; sessionId: string; hash: string; until: number }
  | { type: 'sessionClosed'; sessionId: string }
  | { type: 'apiTokenSet'; hash: string }
  /** A way into the studio that opens once. `instead`: of all that were offered before. */
  | { type: 'signInOffered'; hash: string; instead: boolean }
  /** Opens the session if `offer` is the hash of what was offered and not used before. */
  | { type: 'signInUsed'; offer: string; sessionId: string; hash: string; until: number };
