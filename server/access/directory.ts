/**
 * What the organisation's stream amounts to: debates, keys, sessions, the API token's hash.
 * Total and idempotent: an event that no longer applies changes nothing, so the order of the log alone is the truth.
 */
import type { DebateSummary, KeyInfo } from '../../shared/api.ts';
import { ofNewerSofra } from '../debate/events.ts';
import { type Entry, JournalFailure } from '../journal/journal.ts';
import type { OrganisationEvent } from './organisationEvents.ts';

export interface HeldKey extends KeyInfo {
  readonly debateId: string;
  readonly hash: string;
}

interface HeldSession {
  readonly id: string;
  readonly hash: string;
  readonly until: number;
}

/** Each node offers a way in when it starts; those of nodes that are long gone end some day. */
const OFFERS_KEPT = 100;

export class Directory {
  readonly debates = new Map<string, DebateSummary>();
  readonly debatesByCode = new Map<string, DebateSummary>();
  readonly debatesByRequest = new Map<string, DebateSummary>();
  readonly keys = new Map<string, HeldKey>();
  readonly keysByHash = new Map<string, HeldKey>();
  readonly sessionsByHash = new Map<string, HeldSession>();
  /** By debate: the position in its own log of what is known of it. */
  readonly #notedAt = new Map<string, number>();
  /** Hashes, oldest first. */
  readonly signInOffers = new Set<string>();
  apiTokenHash: string | undefined;
  /** The position in the log that all this shows. */
  seq = 0;

  /** Each is called with the id of every key or session that has just ended. */
  readonly accessListeners = new Set<(accessId: string) => void>();
  /** Each is called with the hash of every offer that has just ended. */
  readonly offerListeners = new Set<(hash: string) => void>();

  /** Time ends sessions too, without an entry in the log. @param now milliseconds since 1970, UTC */
  endSessionsUntil(now: number): void {
    this.#endSessions(({ until }) => until <= now);
  }

  /** Nobody is to go on with a key or a session. */
  endAllAccess(): void {
    for (const { id } of [...this.keys.values(), ...this.sessionsByHash.values()]) this.#endAccess(id);
  }

  /** @throws where a newer Sofra wrote it */
  evolve(entry: Entry<OrganisationEvent>): void {
    const { at, event, position } = entry;
    if (event.type === 'debateRegistered') this.#register(event, at);
    else if (event.type === 'debateNoted') this.#note(event);
    else if (event.type === 'statusNoted') this.#noteStatus(event);
    else if (event.type === 'keyIssued') this.#issue(event, at);
    else if (event.type === 'keyRevoked') this.#revoke(event, at);
    else if (event.type === 'sessionOpened') this.#enter(event);
    else if (event.type === 'sessionClosed') this.#leave(event);
    else if (event.type === 'apiTokenSet') this.apiTokenHash ??= event.hash;
    else if (event.type === 'signInOffered') this.#offer(event);
    else if (event.type === 'signInUsed') this.#use(event);
    else throw new JournalFailure(ofNewerSofra(entry));
    this.seq = position;
  }

  /** Of two debates with one code, or of one request, the first in the log is it; the second was never registered. */
  #register({ type: _, requestId, ...info }: EventOf<'debateRegistered'>, at: number): void {
    if (this.debates.has(info.id) || this.debatesByCode.has(info.code)) return;
    if (requestId !== undefined && this.debatesByRequest.has(requestId)) return;
    const debate: DebateSummary = { ...info, createdAt: at };
    this.debates.set(debate.id, debate);
    this.debatesByCode.set(debate.code, debate);
    if (requestId !== undefined) this.debatesByRequest.set(requestId, debate);
  }

  /** Several nodes note the same debate: what is older than what is known comes late, and changes nothing. */
  #note({ type: _, seq, ...info }: EventOf<'debateNoted'>): void {
    const debate = this.debates.get(info.id);
    if (!debate || seq <= (this.#notedAt.get(info.id) ?? 0)) return;
    this.#notedAt.set(info.id, seq);
    Object.assign(debate, info);
  }

  #noteStatus({ debateId, status }: EventOf<'statusNoted'>): void {
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
    this.#endAccess(keyId);
  }

  #enter({ sessionId: id, hash, until }: EventOf<'sessionOpened'>): void {
    this.sessionsByHash.set(hash, { id, hash, until });
  }

  #offer({ hash, instead }: EventOf<'signInOffered'>): void {
    const ended = instead ? this.signInOffers.size : this.signInOffers.size + 1 - OFFERS_KEPT;
    for (const other of [...this.signInOffers].slice(0, Math.max(0, ended))) this.#endOffer(other);
    this.signInOffers.add(hash);
  }

  /** Of two that use the same offer, the first in the log enters. */
  #use({ offer, sessionId: id, hash, until }: EventOf<'signInUsed'>): void {
    if (!this.signInOffers.has(offer)) return;
    this.sessionsByHash.set(hash, { id, hash, until });
    this.#endOffer(offer);
  }

  #endOffer(hash: string): void {
    this.signInOffers.delete(hash);
    for (const hear of this.offerListeners) hear(hash);
  }

  #leave({ sessionId }: EventOf<'sessionClosed'>): void {
    this.#endSessions(({ id }) => id === sessionId);
  }

  #endSessions(ends: (session: HeldSession) => boolean): void {
    for (const session of [...this.sessionsByHash.values()].filter(ends)) {
      this.sessionsByHash.delete(session.hash);
      this.#endAccess(session.id);
    }
  }

  #endAccess(accessId: string): void {
    for (const hear of this.accessListeners) hear(accessId);
  }
}

type EventOf<Type extends OrganisationEvent['type']> = Extract<OrganisationEvent, { type: Type }>;
