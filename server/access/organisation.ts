/**
 * The organisation: its debates and who may open which screen. Its log is the truth; this is what it amounts to now,
 * and the acts that append to it. Never keeps a secret, only hashes.
 */
import { randomInt } from 'node:crypto';
import type { DebateSummary, KeyInfo, KeyRole, NewDebate } from '../../shared/api.ts';
import { CODE_LENGTH, makeCode } from '../../shared/code.ts';
import type { DebateInfo } from '../../shared/views.ts';
import { type DebateEvent, streamOf } from '../debate/events.ts';
import type { Journal } from '../journal/journal.ts';
import { DebateNotes } from './debateNotes.ts';
import type { Directory, HeldKey } from './directory.ts';
import type { OrganisationEvent } from './organisationEvents.ts';
import { OrganisationLog } from './organisationLog.ts';
import { drawName, drawSecret, hashSecret } from './secret.ts';

/** How long a staff session is good for. */
export const SESSION_MS = 30 * 24 * 3_600_000;
/** A connection outlives its session by this at the most. */
const END_SESSIONS_EVERY_MS = 60_000;
const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export class Organisation {
  readonly #journal: Journal;
  readonly #log: OrganisationLog;
  readonly #directory: Directory;
  readonly #now: () => number;
  /** Keeps the list of debates true: whoever watches the rooms notes what becomes of them. */
  readonly notes = new DebateNotes(
    (id) => this.debate(id),
    (info, seq) => this.#append('server', { type: 'debateNoted', seq, ...info }),
  );
  readonly #clock: NodeJS.Timeout;

  private constructor(journal: Journal, log: OrganisationLog, now: () => number) {
    this.#journal = journal;
    this.#log = log;
    this.#directory = log.directory;
    this.#now = now;
    const endSessions = () => this.#directory.endSessionsUntil(now());
    this.#clock = setInterval(endSessions, END_SESSIONS_EVERY_MS).unref();
  }

  /** Resolves once the whole log has been read. @throws JournalFailure */
  static async open(journal: Journal, now: () => number = Date.now): Promise<Organisation> {
    return new Organisation(journal, await OrganisationLog.open(journal), now);
  }

  /** What `find` finds, also where another node added it a moment ago. @throws JournalFailure */
  seek<Found>(find: () => Found | undefined): Promise<Found | undefined> {
    return this.#log.seek(find);
  }

  /** What is in the log is known here, or will be in a moment; else nobody is let in any more. */
  get isSound(): boolean {
    return !this.#log.hasFailed;
  }

  /** Calls it with why the log can be followed no further. */
  onFailure(listener: (failure: unknown) => void): void {
    this.#log.onFailure = listener;
  }

  /** Resolves once everything is known here that is in the log now. @throws JournalFailure where that is not to be had */
  catchUp(): Promise<void> {
    return this.#log.catchUp();
  }

  close(): void {
    clearInterval(this.#clock);
    this.notes.close();
    this.#log.close();
  }

  debate(id: string): DebateSummary | undefined {
    return this.#directory.debates.get(id);
  }

  debateByCode(code: string): DebateSummary | undefined {
    return this.#directory.debatesByCode.get(code);
  }

  /** Newest first. */
  debates(): DebateSummary[] {
    return [...this.#directory.debates.values()].reverse();
  }

  /**
   * The debate's own log begins first: a crash before it is registered leaves a stream that nobody can reach.
   * @param by who asks: `api` or `studio:SESSION`
   * @returns the debate as it is now, where the same request has made it before, on whichever node
   * @throws JournalFailure
   */
  async createDebate({ open, requestId, ...settings }: NewDebate, by: string): Promise<DebateSummary> {
    for (;;) {
      const made = this.#directory.debatesByRequest.get(requestId ?? '');
      if (made) return made;
      const created = { id: drawDebateId(), code: this.#drawCode(), ...settings };
      const events: DebateEvent[] = [{ type: 'debateCreated', ...created }];
      if (open) events.push({ type: 'debateOpened' });
      const at = this.#now();
      await this.#journal.append(
        streamOf(created.id),
        events.map((event) => ({ at, by, event })),
      );
      const info: DebateInfo = { ...created, status: open ? 'open' : 'planned' };
      const request = requestId !== undefined && { requestId };
      await this.#append(by, { type: 'debateRegistered', ...info, ...request });
      const registered = this.debate(info.id);
      if (registered) return registered;
    }
  }

  /**
   * @param label who holds it; where it is missing, the role and a number
   * @returns the key itself, this once
   */
  async issueKey(
    debateId: string,
    role: KeyRole,
    label: string | undefined,
    by: string,
  ): Promise<{ key: string; info: KeyInfo }> {
    if (!this.debate(debateId)) throw new Error(`there is no debate ${debateId}`);
    const key = drawSecret();
    const keyId = drawName();
    await this.#append(by, {
      type: 'keyIssued',
      debateId,
      keyId,
      role,
      label: label ?? this.#nextLabel(debateId, role),
      hash: hashSecret(key),
    });
    const held = this.#directory.keys.get(keyId);
    if (!held) throw new Error('the journal resolved before its followers had heard');
    return { key, info: infoOf(held) };
  }

  /** @returns false where the debate has no such key; revoking it again is fine */
  async revokeKey(debateId: string, keyId: string, by: string): Promise<boolean> {
    const key = await this.seek(() => this.#directory.keys.get(keyId));
    if (key?.debateId !== debateId) return false;
    if (key.revokedAt === undefined) await this.#append(by, { type: 'keyRevoked', debateId, keyId });
    return true;
  }

  /** All that were ever issued, oldest first. */
  keys(debateId: string): KeyInfo[] {
    return this.#keysOf(debateId).map(infoOf);
  }

  /** The key, if it opens this debate and is not revoked. Found by its hash: timing tells nothing. */
  findKey(debateId: string, key: string): KeyInfo | undefined {
    const held = this.#directory.keysByHash.get(hashSecret(key));
    return held?.debateId === debateId ? infoOf(held) : undefined;
  }

  /** What its holder is called; undefined for anything but a key. */
  keyLabel(keyId: string): string | undefined {
    return this.#directory.keys.get(keyId)?.label;
  }

  /** The key is not revoked, the session not over. */
  isAccessOpen(accessId: string): boolean {
    if (this.#log.hasFailed) return false;
    const key = this.#directory.keys.get(accessId);
    if (key) return key.revokedAt === undefined;
    const now = this.#now();
    return [...this.#directory.sessionsByHash.values()].some(
      ({ id, until }) => id === accessId && until > now,
    );
  }

  /** Calls it with the id of every key that is revoked and every session that ends from now on, on whichever node. */
  onAccessEnded(listener: (accessId: string) => void): void {
    this.#directory.accessListeners.add(listener);
  }

  session(token: string): { id: string } | undefined {
    const held = this.#directory.sessionsByHash.get(hashSecret(token));
    return held && held.until > this.#now() ? { id: held.id } : undefined;
  }

  /** @param instead of all offers that there are, on whichever node @returns the secret, this once: it opens one session */
  async offerSignIn(instead: boolean): Promise<string> {
    const secret = drawSecret();
    await this.#append('server', { type: 'signInOffered', hash: hashSecret(secret), instead });
    return secret;
  }

  /** @returns the token of a session of 30 days, this once; undefined where the secret is wrong or was used */
  async useSignIn(secret: string): Promise<string | undefined> {
    const offer = hashSecret(secret);
    const isOffered = () => this.#directory.signInOffers.has(offer) || undefined;
    if (!(await this.seek(isOffered))) return undefined;
    const token = drawSecret();
    const until = this.#now() + SESSION_MS;
    const session = { sessionId: drawName(), hash: hashSecret(token), until };
    await this.#append('server', { type: 'signInUsed', offer, ...session });
    return this.session(token) && token;
  }

  /** Calls it with the hash of every offer that is used, or replaced, from now on. */
  onOfferEnded(listener: (hash: string) => void): void {
    this.#directory.offerListeners.add(listener);
  }

  async closeSession(token: string): Promise<void> {
    const session = this.session(token);
    if (session) await this.#append(`studio:${session.id}`, { type: 'sessionClosed', sessionId: session.id });
  }

  /** @returns the API token where there was none yet: this once, and on the node alone that was first */
  async ensureApiToken(): Promise<string | undefined> {
    if (this.#directory.apiTokenHash) return undefined;
    const token = drawSecret();
    await this.#append('server', { type: 'apiTokenSet', hash: hashSecret(token) });
    return this.isApiToken(token) ? token : undefined;
  }

  isApiToken(token: string): boolean {
    return this.#directory.apiTokenHash === hashSecret(token);
  }

  #keysOf(debateId: string): HeldKey[] {
    return [...this.#directory.keys.values()].filter((key) => key.debateId === debateId);
  }

  #nextLabel(debateId: string, role: KeyRole): string {
    const number = this.#keysOf(debateId).filter((key) => key.role === role).length + 1;
    return `${role.charAt(0).toUpperCase()}${role.slice(1)} ${number}`;
  }

  #drawCode(): string {
    for (;;) {
      const code = makeCode(Array.from({ length: CODE_LENGTH }, () => randomInt(2 ** 32) / 2 ** 32));
      if (code && !this.debateByCode(code)) return code;
    }
  }

  async #append(by: string, event: OrganisationEvent): Promise<void> {
    await this.#log.append(this.#now(), by, event);
  }
}

const drawDebateId = (): string =>
  Array.from({ length: 12 }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join('');

const infoOf = ({ debateId: _, hash: __, ...info }: HeldKey): KeyInfo => info;
