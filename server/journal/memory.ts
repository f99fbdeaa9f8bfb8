/** A journal that forgets when the process ends: for tests. */
import { setImmediate as turn } from 'node:timers/promises';
import { check, NO_HEAD, type Sealed, seal } from './chain.ts';
import { decode } from './codec.ts';
import { Followers } from './followers.ts';
import { type Addition, GroupCommit } from './groupCommit.ts';
import {
  type ChainHead,
  type Entry,
  type Journal,
  JournalFailure,
  type Recorded,
  type StopFollowing,
  type Verification,
} from './journal.ts';

const PORTION = 2_000;

interface Stream extends Sealed {
  payloads: string[];
}

const nothing = (): Stream => ({ payloads: [], salts: '', commitments: '', head: NO_HEAD });

export class MemoryJournal implements Journal {
  readonly #streams = new Map<string, Stream>();
  readonly #followers = new Followers((stream, after) => this.read(stream, after));
  readonly #commits = new GroupCommit((additions) => this.#commit(additions), this.#followers);
  #closed = false;

  get isHealthy(): boolean {
    return !this.#closed;
  }

  async append(stream: string, records: readonly Recorded[], isUrgent = false): Promise<number> {
    this.#assertOpen();
    if (records.length === 0) return (await this.head(stream)).position;
    return this.#commits.append(stream, records, isUrgent);
  }

  async *read(stream: string, after = 0): AsyncGenerator<readonly Entry[]> {
    this.#assertOpen();
    const { payloads } = this.#streams.get(stream) ?? nothing();
    for (let start = after; start < payloads.length; start += PORTION) {
      if (start > after) await turn();
      const portion = payloads.slice(start, start + PORTION);
      yield portion.map((payload, index) => decode(payload, start + index + 1));
    }
  }

  async follow(
    stream: string,
    after: number,
    hear: (entries: readonly Entry[]) => void,
  ): Promise<StopFollowing> {
    return this.#followers.follow(stream, after, hear);
  }

  async head(stream: string): Promise<ChainHead> {
    this.#assertOpen();
    const { payloads, head } = this.#streams.get(stream) ?? nothing();
    return { position: payloads.length, head };
  }

  async verify(stream: string): Promise<Verification> {
    this.#assertOpen();
    const { payloads, ...seals } = this.#streams.get(stream) ?? nothing();
    const { head, erased, broken } = check(NO_HEAD, payloads, seals);
    return { position: payloads.length, head, erased, broken: broken === null ? null : broken + 1 };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#commits.drain();
  }

  async #commit(additions: readonly Addition[]): Promise<number[]> {
    return additions.map(({ stream: name, payloads }) => {
      const stream = this.#streams.get(name) ?? nothing();
      this.#streams.set(name, stream);
      const lines = payloads.split('\n');
      const seals = seal(stream.head, lines);
      stream.payloads = stream.payloads.concat(lines);
      stream.salts += seals.salts;
      stream.commitments += seals.commitments;
      stream.head = seals.head;
      return stream.payloads.length;
    });
  }

  #assertOpen(): void {
    if (this.#closed) throw new JournalFailure('The journal is closed.');
  }
}
