/** Keeps a session with the Redis master: opens another when one has ended, again and again, until it is closed. */
import { setTimeout as delay } from 'node:timers/promises';
import { JournalFailure } from '../journal.ts';
import { RedisFence } from './redisFence.ts';
import { RedisSession, type SessionOptions } from './redisSession.ts';
import type { RedisTarget } from './redisUrl.ts';

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 2_000;

interface LinkOptions extends Omit<SessionOptions, 'fence'> {
  /** Whether a session that has been opened may be used. @throws JournalFailure where it may not */
  assertFit: (session: RedisSession) => Promise<void>;
  /** Uses a session until it ends. Resolves with whether it was of use: if not, the next must wait. Never rejects. */
  use: (session: RedisSession) => Promise<boolean>;
  /** Hears why there is no session, and again when the reason is another. */
  onFailure: (failure: JournalFailure) => void;
}

export class RedisLink {
  readonly #target: RedisTarget;
  readonly #options: LinkOptions;
  #session: RedisSession | JournalFailure = new JournalFailure('Redis is not connected yet.');
  #hasReplicas = false;
  #isClosing = false;
  #keeping: Promise<void> = Promise.resolve();
  readonly #warned = new Set<string>();
  readonly #fence = new RedisFence();
  #backoffMs = FIRST_BACKOFF_MS;
  /** What `onFailure` was told last. */
  #told = '';

  constructor(target: RedisTarget, options: LinkOptions) {
    this.#target = target;
    this.#options = options;
  }

  /** The first session. @throws JournalFailure where there is none to be had */
  async open(): Promise<RedisSession> {
    const session = await this.#connect();
    this.#keeping = this.#keep(session);
    return session;
  }

  /** @throws JournalFailure with why there is none now */
  get session(): RedisSession {
    if (this.#session instanceof RedisSession && !this.#session.hasEnded) return this.#session;
    throw this.#session instanceof RedisSession ? new JournalFailure('Redis is away.') : this.#session;
  }

  get isUp(): boolean {
    return this.#session instanceof RedisSession && !this.#session.hasEnded;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#session instanceof RedisSession)
      this.#session.end(new JournalFailure('The journal is closed.'));
    await this.#keeping;
  }

  async #keep(first: RedisSession): Promise<void> {
    let session: RedisSession | undefined = first;
    while (session) {
      const wasOfUse = await this.#options.use(session);
      const failure = await session.ended;
      this.#fence.leave(session.trace);
      if (this.#isClosing) return;
      if (wasOfUse) {
        this.#backoffMs = FIRST_BACKOFF_MS;
        this.#told = '';
      }
      this.#fail(failure);
      session = await this.#reconnect();
    }
  }

  async #reconnect(): Promise<RedisSession | undefined> {
    for (;;) {
      // Nodes that lost Redis together do not come back together.
      await delay(this.#backoffMs * (0.5 + Math.random()), undefined, { ref: false });
      this.#backoffMs = Math.min(2 * this.#backoffMs, LONGEST_BACKOFF_MS);
      if (this.#isClosing) return undefined;
      try {
        return await this.#connect();
      } catch (cause) {
        this.#fail(asFailure(cause));
      }
    }
  }

  #fail(failure: JournalFailure): void {
    this.#session = failure;
    if (failure.message !== this.#told) this.#options.onFailure(failure);
    this.#told = failure.message;
  }

  async #connect(): Promise<RedisSession> {
    const { isStrict, minReplicas, onWarning } = this.#options;
    const session = await RedisSession.open(this.#target, {
      isStrict,
      fence: this.#fence,
      // Replicas that were there once are waited for also while they are away.
      minReplicas: minReplicas ?? (this.#hasReplicas ? 1 : undefined),
      onWarning: (warning) => {
        if (!this.#warned.has(warning)) onWarning(warning);
        this.#warned.add(warning);
      },
    });
    try {
      await this.#options.assertFit(session);
    } catch (failure) {
      session.end(failure);
      throw failure;
    }
    this.#hasReplicas ||= session.replicas > 0;
    this.#session = session;
    return session;
  }
}

const asFailure = (cause: unknown): JournalFailure =>
  cause instanceof JournalFailure ? cause : new JournalFailure(String(cause), { cause });
