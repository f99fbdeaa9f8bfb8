/** The streams that this node knows. */
import type { RedisSession } from './redisSession.ts';
import { RedisStream } from './redisStream.ts';

export class RedisStreams {
  readonly #streams = new Map<string, RedisStream>();

  of(name: string): RedisStream {
    let stream = this.#streams.get(name);
    if (!stream) {
      stream = new RedisStream(name);
      this.#streams.set(name, stream);
    }
    return stream;
  }

  /** @throws JournalFailure where the Redis of this session has lost what was acknowledged */
  async assertKept(session: RedisSession): Promise<void> {
    await Promise.all([...this.#streams.values()].map((stream) => stream.assertKept(session)));
  }
}
