/**
 * Two connections to one Redis master, from their opening to the first trouble: one asks and writes, the other waits
 * for what comes. It never outlives a change of master: whatever is not answered by then fails.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { JournalFailure } from '../journal.ts';
import { RedisConnection, type Word } from './redisConnection.ts';
import { readServerState, replicasOf, weaknessesOf } from './redisDurability.ts';
import type { RedisFence, Trace } from './redisFence.ts';
import { findMaster, KEY_TAG } from './redisMaster.ts';
import type { Endpoint, RedisTarget } from './redisUrl.ts';

/** How long replicas may take to confirm, and servers to answer; and longer, by what a slow disk takes for so much. */
const CONFIRM_WITHIN_MS = 1_000;
const ANSWER_WITHIN_MS = 2_000;
const BYTES_PER_MS = 10_000;
/** How often a quiet session looks whether its master answers, and still is the master. */
const LOOK_EVERY_MS = 1_000;
/** Past this, people on two nodes would see that their clocks differ. */
const CLOCKS_APART_MS = 1_000;
/** Writes for the sake of writing: what is confirmed with it was confirmed before it. */
const PROBE = ['SET', `${KEY_TAG}:probe`, ''];

export interface SessionOptions {
  /** Refuse a server that may lose what is acknowledged. */
  isStrict: boolean;
  /** How many replicas must have what is acknowledged or told. */
  minReplicas: number | undefined;
  onWarning: (warning: string) => void;
  /** undefined: whoever opens it has not written before. */
  fence: RedisFence | undefined;
}

export class RedisSession {
  readonly asking: RedisConnection;
  readonly tailing: RedisConnection;
  readonly replicas: number;
  /** Of `asking`. */
  readonly trace: Trace;
  /** Resolves with why it ended. It never rejects. */
  readonly ended: Promise<JournalFailure>;
  readonly #target: RedisTarget;
  readonly #endpoint: Endpoint;
  /** Replicas that come later are to be waited for as well. */
  readonly #awaitsReplicas: boolean;
  #hasEnded = false;

  private constructor(
    target: RedisTarget,
    endpoint: Endpoint,
    connections: [RedisConnection, RedisConnection],
    { replicas, trace, awaitsReplicas }: Fitness,
  ) {
    this.#target = target;
    this.#endpoint = endpoint;
    [this.asking, this.tailing] = connections;
    this.replicas = replicas;
    this.trace = trace;
    this.#awaitsReplicas = awaitsReplicas;
    this.ended = Promise.race(connections.map(({ ended }) => ended));
    void this.ended.then((failure) => this.end(failure));
    void this.#watch();
  }

  /** @throws JournalFailure where nothing could be written and confirmed now */
  static async open(target: RedisTarget, options: SessionOptions): Promise<RedisSession> {
    const endpoint = await findMaster(target);
    const asking = await RedisConnection.open(endpoint, target);
    let tailing: RedisConnection | undefined;
    try {
      tailing = await RedisConnection.open(endpoint, target);
      const fitness = await assertFit(target, [asking, tailing], options);
      const session = new RedisSession(target, endpoint, [asking, tailing], fitness);
      await session.confirmed([PROBE]);
      return session;
    } catch (failure) {
      asking.end(failure);
      tailing?.end(failure);
      throw failure;
    }
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  end(failure: unknown): void {
    this.#hasEnded = true;
    this.asking.end(failure);
    this.tailing.end(failure);
  }

  /** Resolves once everything that this session has read, or was answered, is on the replicas asked for. */
  async confirm(): Promise<void> {
    if (this.replicas > 0) await this.confirmed([PROBE]);
  }

  /** The answers to writing commands, once they are on the replicas asked for. @throws JournalFailure, and ends */
  async confirmed(commands: readonly (readonly Word[])[]): Promise<string[]> {
    const bytes = commands.flat().reduce((sum, word) => sum + word.length, 0);
    const moreMs = Math.ceil(bytes / BYTES_PER_MS);
    const ask = <Reply>(command: readonly Word[]) =>
      this.asking.ask<Reply>(command, ANSWER_WITHIN_MS + moreMs);
    const answers = commands.map((command) => ask<string>(command));
    const wait = ['WAIT', String(this.replicas), String(CONFIRM_WITHIN_MS + moreMs)];
    const waited = this.replicas > 0 ? ask<number>(wait) : 0;
    try {
      const [confirmations, ...answered] = await Promise.all([waited, ...answers]);
      if (confirmations >= this.replicas) return answered;
      throw new JournalFailure(
        `Of ${this.replicas} replicas of Redis, ${confirmations} confirmed: whether it is kept is unknown.`,
      );
    } catch (failure) {
      this.end(failure);
      throw failure;
    }
  }

  /** @throws JournalFailure where it does not answer, or replicas have come that are to be waited for */
  async #look(): Promise<void> {
    if (!this.#awaitsReplicas) await this.asking.ask(['PING']);
    else if ((await replicasOf(this.asking)) > 0)
      throw new JournalFailure('Redis has a replica now, which is waited for from here on.');
  }

  async #watch(): Promise<void> {
    while (!this.#hasEnded) {
      await delay(LOOK_EVERY_MS, undefined, { ref: false });
      if (this.#hasEnded) return;
      await this.#look().catch((failure) => this.end(failure));
      if (this.#target.kind === 'server') continue;
      // Nobody to ask is no reason to leave a master that answers.
      const master = await findMaster(this.#target).catch(() => this.#endpoint);
      if (master.host === this.#endpoint.host && master.port === this.#endpoint.port) continue;
      this.end(new JournalFailure(`The Redis master is now ${master.host}:${master.port}.`));
    }
  }
}

interface Fitness {
  replicas: number;
  trace: Trace;
  awaitsReplicas: boolean;
}

/** @throws JournalFailure where this server may not be used */
async function assertFit(
  target: RedisTarget,
  [asking, tailing]: [RedisConnection, RedisConnection],
  { isStrict, minReplicas, onWarning, fence }: SessionOptions,
): Promise<Fitness> {
  const state = await readServerState(asking);
  if (!state.isMaster) throw new JournalFailure('This Redis server is a replica: it takes no writes.');
  if ((await readServerState(tailing)).runId !== state.runId) {
    throw new JournalFailure('Two connections led to two Redis servers.');
  }
  const weaknesses = await weaknessesOf(asking);
  if (isStrict && weaknesses.length > 0) throw new JournalFailure(weaknesses.join(' '));
  for (const weakness of weaknesses) onWarning(weakness);
  if (Math.abs(state.clockAheadMs) > CLOCKS_APART_MS) onWarning(clockWarning(state.clockAheadMs));
  await fence?.raise(asking, state.runId);
  const hasReplicas = state.replicas > 0 || target.kind === 'sentinel';
  const replicas = minReplicas ?? (hasReplicas ? 1 : 0);
  return {
    replicas,
    trace: { runId: state.runId, client: await asking.ask<number>(['CLIENT', 'ID']) },
    awaitsReplicas: replicas === 0 && minReplicas === undefined,
  };
}

function clockWarning(aheadMs: number): string {
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  return `This clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} that of Redis: keep both right (NTP).`;
}
