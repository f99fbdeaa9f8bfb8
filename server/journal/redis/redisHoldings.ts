/** What Redis holds. */
import type { Holdings, SealedPayloads } from '../holdings.ts';
import { JournalFailure } from '../journal.ts';
import { fieldsOf, linesOf, sealsIn } from './redisBatch.ts';
import type { Word } from './redisConnection.ts';
import { pagesAfter } from './redisPages.ts';
import { readSecret, sharedSecret } from './redisSecret.ts';
import { RedisSession } from './redisSession.ts';
import { KEY_PREFIX, RedisStream, START } from './redisStream.ts';
import { readRedisUrl } from './redisUrl.ts';

/** Commands that are sent before the first of them is confirmed. */
const AT_ONCE = 16;
const SCANNED_AT_ONCE = '1000';

export class RedisHoldings implements Holdings {
  readonly #session: RedisSession;

  private constructor(session: RedisSession) {
    this.#session = session;
  }

  /** @throws JournalFailure */
  static async open(url: string, onWarning: (warning: string) => void): Promise<RedisHoldings> {
    const options = { isStrict: false, minReplicas: undefined, onWarning, fence: undefined };
    return new RedisHoldings(await RedisSession.open(readRedisUrl(url), options));
  }

  async streams(): Promise<string[]> {
    const keys = new Set<string>();
    let cursor = '0';
    do {
      const scan = ['SCAN', cursor, 'MATCH', `${KEY_PREFIX}*`, 'COUNT', SCANNED_AT_ONCE];
      const [next, found] = await this.#session.asking
        .ask<[cursor: string, keys: string[]]>(scan)
        .catch(explain);
      for (const key of found) keys.add(key);
      cursor = next;
    } while (cursor !== '0');
    return [...keys].map((key) => key.slice(KEY_PREFIX.length)).sort();
  }

  async *sealed(stream: string): AsyncGenerator<SealedPayloads> {
    for await (const batches of pagesAfter(this.#session, new RedisStream(stream).key, START.id)) {
      for (const batch of batches) yield { payloads: linesOf(batch), ...sealsIn(batch) };
    }
  }

  async keep(stream: string, sealed: AsyncIterable<SealedPayloads>): Promise<void> {
    const { key } = new RedisStream(stream);
    let commands: Word[][] = [];
    let count = 0;
    for await (const { payloads, ...seals } of sealed) {
      count += 1;
      commands.push(['XADD', key, '*', ...fieldsOf(`moved:${count}`, payloads.join('\n'), seals)]);
      if (commands.length < AT_ONCE) continue;
      await this.#session.confirmed(commands);
      commands = [];
    }
    if (commands.length > 0) await this.#session.confirmed(commands);
  }

  async secret(): Promise<Buffer | undefined> {
    return readSecret(this.#session);
  }

  async keepSecret(secret: Buffer): Promise<void> {
    await sharedSecret(this.#session, secret);
  }

  async close(): Promise<void> {
    this.#session.end(new JournalFailure('closed'));
  }
}

function explain(failure: Error): never {
  if (!failure.message.includes('NOPERM')) throw failure;
  throw new JournalFailure(`${failure.message} Come as sofra-tools (docs/deploy/redis.md).`);
}
