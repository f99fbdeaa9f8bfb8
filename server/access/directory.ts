/**
 * What the organisation's stream amounts to: debates, keys, sessions, the API token's hash.
 * Total and idempotent: an event that no longer applies changes nothing, so the order of the log alone is the truth.
 */
import type { DebateSummary, KeyInfo } from '../../shared/api.ts';
import type { Entry } from '../journal/journal.ts';
import type { OrganisationEvent } from './organisationEvents.ts';

export interface HeldKey extends KeyInfo {
  readonly debateId: string;
  readonly hash: string;
}

export interface HeldSession {
  readonly id: string;
  readonly hash: string;
  readonly until: number;
}

export class Directory {
  readonly debates = new Map<string, DebateSummary>();
  readonly debatesByCode = new Map<string, DebateSummary>();
  readonly keys = new Map<string, HeldKey>();
  readonly keysByHash = new Map<string, HeldKey>();
  readonly sessionsByHash = new Map<string, HeldSession>();
  apiTokenHash: string | undefined;

  /** Called with the id of every key or session that has just ended. */
  onAccessEnded: (accessId: string) => void = () => {};

  evolve({ at, event }: Entry<OrganisationEvent>): void {
    if (event.type === 'debateRegistered') this.#register(event, at);
    else if (event.type === 'statusNoted') this.#note(event);
    else if (event.type === 'keyIssued') this.#issue(event, at);
    else if (event.type === 'keyRevoked') this.#revoke(event, at);
    else if (event.type === 'sessionOpened') this.#enter(event);
    else if (event.type === 'sessionClosed') this.#leave(event);
    else if (event.type === 'apiTokenSet') this.apiTokenHash = event.hash;
  }

  /** Of two debates with one code, the first in the log has it; the second was never registered. */
  #register({ type: _, ...info }: EventOf<'debateRegistered'>, at: number): void {
    if (this.debates.has(info.id) || this.debatesByCode.has(info.code)) return;
    const debate: DebateSummary = { ...info, createdAt: at };
    this.debates.set(debate.id, debate);
    this.debatesByCode.set(debate.code, debate);
  }

  #note({ debateId, status }: EventOf<'statusNoted'>): void {
    const debate = this.debates.get(debateId);
    if (debate) debate.status = status;
  }

  #issue({ debateId, keyId, role, label, hash }: EventOf<'keyIssued'>, at: number): void {
    if (this.keys.has(keyId) || !this.debates.has(debateId)) return;
    const key: HeldKey = { id: keyId, debateId, role, label, hash, createdAt: at };
    this.keys.set(keyId, key);
    this.keysByHash.set(hash, key);
  }

  #revoke({ debateId, keyId }: EventOf<'keyRevoked'>, at: number): void {
    const key = this.keys.get(keyId);
    if (key?.debateId !== debateId || key.revokedAt !== undefined) return;
    key.revokedAt = at;
    this.keysByHash.delete(key.hash);
    this.onAccessEnded(keyId);
  }

  #enter({ sessionId: id, hash, until }: EventOf<'sessionOpened'>): void {
    this.sessionsByHash.set(hash, { id, hash, until });
  }

  #leave({ sessionId }: EventOf<'sessionClosed'>): void {
    for (const { id, hash } of this.sessionsByHash.values())
      if (id === sessionId) this.sessionsByHash.delete(hash);
    this.onAccessEnded(sessionId);
  }
}

type EventOf<Type extends OrganisationEvent['type']> = Extract<OrganisationEvent, { type: Type }>;
