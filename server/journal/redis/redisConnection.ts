/**
 * One connection to one Redis server. It ends with its first trouble and for good: nothing is sent again, nothing is
 * queued for later. Whoever needs Redis further opens another.
 */
import { createClient, RESP_TYPES } from 'redis';
import { JournalFailure } from '../journal.ts';
import type { Credentials, Endpoint } from './redisUrl.ts';

interface ConnectionSettings {
  isTls: boolean;
  credentials: Credentials;
  database: number;
}

export type Word = string | Buffer;

const CONNECT_WITHIN_MS = 2_000;
const ANSWER_WITHIN_MS = 2_000;
/** The client cannot end what is no connection yet: an attempt that was given up ends by itself then. */
const ATTEMPT_ENDS_AFTER_MS = 2 * CONNECT_WITHIN_MS;
/** OpenSSL's names for a certificate that nobody here vouches for. */
const UNTRUSTED = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];
const BYTES = { [RESP_TYPES.BLOB_STRING]: Buffer };

const clientOf = ({ host, port }: Endpoint, { isTls, credentials, database }: ConnectionSettings) =>
  createClient({
    RESP: 2,
    ...credentials,
    database,
    socket: {
      host,
      port,
      ...(isTls && { tls: true }),
      connectTimeout: ATTEMPT_ENDS_AFTER_MS,
      reconnectStrategy: false,
    },
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    commandOptions: { timeout: 0 },
  });

class NoAnswer extends Error {}

export class RedisConnection {
  readonly #client: ReturnType<typeof clientOf>;
  readonly #where: string;
  readonly #isTls: boolean;
  #hasAnswered = false;
  /** Resolves with why it ended. It never rejects. */
  readonly ended: Promise<JournalFailure>;
  #reason: JournalFailure | undefined;
  #end: (failure: JournalFailure) => void = () => {};

  private constructor(endpoint: Endpoint, settings: ConnectionSettings) {
    this.#where = `Redis at ${endpoint.host}:${endpoint.port}`;
    this.#isTls = settings.isTls;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#client = clientOf(endpoint, settings);
    this.#client.on('error', (error: Error) => this.end(error));
  }

  /** @throws JournalFailure */
  static async open(endpoint: Endpoint, settings: ConnectionSettings): Promise<RedisConnection> {
    const connection = new RedisConnection(endpoint, settings);
    try {
      await connection.#within(CONNECT_WITHIN_MS, connection.#client.connect());
      return connection;
    } catch (error) {
      connection.end(error);
      throw error;
    }
  }

  /** @throws JournalFailure where Redis refuses, or does not answer in time: then nobody knows whether it was done */
  async ask<Reply>(command: readonly Word[], withinMs = ANSWER_WITHIN_MS): Promise<Reply> {
    const reply = await this.#within(withinMs, this.#client.sendCommand<Reply>(command));
    this.#hasAnswered = true;
    return reply;
  }

  /** As `ask`, with the texts of the reply as bytes. */
  askForBytes<Reply>(command: readonly Word[], withinMs = ANSWER_WITHIN_MS): Promise<Reply> {
    return this.#within(withinMs, this.#client.sendCommand<Reply>(command, { typeMapping: BYTES }));
  }

  /** Whatever waits for an answer fails. */
  end(reason: unknown = new Error('closed')): void {
    this.#reason ??= this.#failure(reason);
    this.#end(this.#reason);
    this.#client.destroy();
  }

  async #within<Reply>(ms: number, answer: Promise<Reply>): Promise<Reply> {
    const giveUp = () => this.end(new NoAnswer(`no answer in ${ms} ms`));
    // In two halves: where this process itself was held up for one, the other is left for the answer.
    let timer = setTimeout(() => {
      timer = setTimeout(giveUp, ms / 2);
    }, ms / 2);
    try {
      return await answer;
    } catch (error) {
      throw this.#reason ?? this.#failure(error);
    } finally {
      clearTimeout(timer);
    }
  }

  #failure(cause: unknown): JournalFailure {
    if (cause instanceof JournalFailure) return cause;
    return new JournalFailure(`${this.#where}: ${wordsOf(cause)}${this.#hint(cause)}`, { cause });
  }

  /** What TLS or its absence looks like where the other was expected. */
  #hint(cause: unknown): string {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (UNTRUSTED.includes(code)) return '. Name its certificate authority in NODE_EXTRA_CA_CERTS.';
    if (this.#hasAnswered) return '';
    if (this.#isTls && cause instanceof NoAnswer)
      return '. If it speaks no TLS, write redis in place of rediss.';
    if (!this.#isTls && code === 'ECONNRESET') return '. If it speaks TLS, write rediss in place of redis.';
    return '';
  }
}

/** Where a host has several addresses, Node's own message is empty. */
function wordsOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(wordsOf).join(', ');
  return cause instanceof Error ? cause.message : String(cause);
}
