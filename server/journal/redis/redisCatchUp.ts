/** Whether this node has told everything that was there when its session began: until then it knows less than others. */
import type { RedisSession } from './redisSession.ts';
import { isBefore, type RedisStream, START } from './redisStream.ts';

export class RedisCatchUp {
  readonly #onDone: () => void;
  /** The streams that are told less, and where they ended; undefined: that is not known yet. */
  #behind: Map<RedisStream, string> | undefined;

  /** @param onDone called once for each session that got so far */
  constructor(onDone: () => void) {
    this.#onDone = onDone;
  }

  get isDone(): boolean {
    return this.#behind?.size === 0;
  }

  /** @throws JournalFailure */
  async begin({ asking }: RedisSession, streams: readonly RedisStream[]): Promise<void> {
    const ends = await Promise.all(
      streams.map(({ key }) => asking.ask<[id: string][]>(['XREVRANGE', key, '+', '-', 'COUNT', '1'])),
    );
    this.#behind = new Map(streams.map((stream, index) => [stream, ends[index]?.[0]?.[0] ?? START.id]));
    for (const stream of streams) this.reach(stream);
    if (streams.length === 0) this.#onDone();
  }

  /** To be called whenever a stream is told further, or nobody holds it any more. */
  reach(stream: RedisStream): void {
    const end = this.#behind?.get(stream);
    if (end === undefined || (stream.holds > 0 && isBefore(stream.cursor.id, end))) return;
    this.#behind?.delete(stream);
    if (this.isDone) this.#onDone();
  }

  /** The session has ended. */
  end(): void {
    this.#behind = undefined;
  }
}
