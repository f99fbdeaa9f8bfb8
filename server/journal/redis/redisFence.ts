/**
 * Connections that this node has written through and given up. A network that was away may still bring what they were
 * given, behind what others were told since: a question would go on air again that was cleared. So the server is asked
 * to end them before another connection is used.
 */
import type { RedisConnection } from './redisConnection.ts';

/** A connection, as its server knows it. */
export interface Trace {
  /** Of the process of the server. */
  runId: string;
  client: number;
}

/** Ids count from 1 and never come this far: somebody is always named, so that a missing right is heard at the start. */
const NOBODY = Number.MAX_SAFE_INTEGER;

export class RedisFence {
  #left: Trace[] = [];

  /** It was used, and is given up. */
  leave(trace: Trace): void {
    this.#left.push(trace);
  }

  /** @throws JournalFailure where the server cannot be asked: then it must not be used */
  async raise(asking: RedisConnection, runId: string): Promise<void> {
    const here = this.#left.filter((trace) => trace.runId === runId);
    for (const client of [NOBODY, ...here.map((trace) => trace.client)])
      await asking.ask(['CLIENT', 'KILL', 'ID', String(client)]);
    this.#left = this.#left.filter((trace) => !here.includes(trace));
  }
}
