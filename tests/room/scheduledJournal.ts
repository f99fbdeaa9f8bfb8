/**
 * One log and several nodes that reach it with delays of their own: fast-check decides when each append lands and
 * when each node hears of it, so that every race can be found and repeated.
 */
import type { Scheduler } from 'fast-check';
import type { ChainHead, Entry, Journal, Recorded, Verification } from '../../server/journal/journal.ts';

export class ScheduledLog {
  readonly entries: Entry[] = [];
  readonly #nodes: NodeJournal[] = [];

  node(scheduler: Scheduler, name: string): Journal {
    const node = new NodeJournal(this, scheduler, name);
    this.#nodes.push(node);
    return node;
  }

  /** The order of arrival is the order of the log. */
  land(records: readonly Recorded[]): number {
    for (const record of records) this.entries.push({ ...record, position: this.entries.length + 1 });
    for (const node of this.#nodes) void node.catchUp();
    return this.entries.length;
  }
}

class NodeJournal implements Journal {
  readonly #log: ScheduledLog;
  readonly #scheduler: Scheduler;
  readonly #name: string;
  readonly isHealthy = true;
  #hear: (entries: readonly Entry[]) => void = () => {};
  #heard = 0;
  #waiting: { position: number; resolve: () => void }[] = [];

  constructor(log: ScheduledLog, scheduler: Scheduler, name: string) {
    this.#log = log;
    this.#scheduler = scheduler;
    this.#name = name;
  }

  async append(_stream: string, records: readonly Recorded[]): Promise<number> {
    await this.#scheduler.schedule(Promise.resolve(), `${this.#name} appends`);
    const position = this.#log.land(records);
    await new Promise<void>((resolve) => this.#waiting.push({ position, resolve }));
    return position;
  }

  async catchUp(): Promise<void> {
    await this.#scheduler.schedule(Promise.resolve(), `${this.#name} hears`);
    const entries = this.#log.entries.slice(this.#heard);
    if (entries.length === 0) return;
    this.#heard = this.#log.entries.length;
    this.#hear(entries);
    const isHeard = ({ position }: { position: number }) => position <= this.#heard;
    for (const { resolve } of this.#waiting.filter(isHeard)) resolve();
    this.#waiting = this.#waiting.filter((append) => !isHeard(append));
  }

  async follow(
    _stream: string,
    after: number,
    hear: (entries: readonly Entry[]) => void,
  ): Promise<() => void> {
    this.#hear = hear;
    this.#heard = this.#log.entries.length;
    hear(this.#log.entries.slice(after));
    return () => {
      this.#hear = () => {};
    };
  }

  async *read(_stream: string, after = 0): AsyncIterable<readonly Entry[]> {
    yield this.#log.entries.slice(after);
  }

  verify(): Promise<Verification> {
    return Promise.resolve({ position: this.#log.entries.length, head: '', erased: 0, broken: null });
  }

  head(): Promise<ChainHead> {
    return Promise.resolve({ position: this.#log.entries.length, head: '' });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
