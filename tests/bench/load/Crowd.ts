/** Many phones, on one server or spread over several, that vote as fast as they are answered, or at a given pace. */
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../../../tools/seededRandom.ts';
import { percentile } from '../metric.ts';
import { cpuMicros } from '../processUse.ts';
import { type Address, Wire } from './Wire.ts';

const AT_A_TIME = 50;
const PACE_STEP_MS = 5;
/** On at most so many questions one person votes; everybody on others, so that every question has votes. */
const CHOSEN = 50;
const TO_NEXT_PERSON = 997;
const TO_NEXT_QUESTION = 101;

export interface Voting {
  answered: number;
  refused: number;
  perSecond: number;
  ackP50: number;
  ackP99: number;
  /** CPU of each process, and of all together for one vote: everything they did meanwhile. */
  micros: number[];
  serverMicros: number;
  /** Share of a core that the servers, and this generator, used. */
  serverBusy: number;
  loadBusy: number;
  /** What the phones were sent beside their answers. */
  patches: number;
  patchBytes: number;
}

interface Voter {
  wire: Wire;
  chosen: string[];
  cast: number;
}

/** Nobody votes in the order in which people have come: that alone would spare a server a tenth of a vote's cost. */
function inNoOrder<T>(all: readonly T[]): T[] {
  const random = seededRandom(all.length);
  return all
    .map((one) => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

export class Crowd {
  readonly #addresses: readonly Address[];
  readonly #pids: readonly number[];
  readonly #questionIds: readonly string[];
  readonly #voters: Voter[] = [];
  #onAnswer: (voter: Voter) => void = () => {};
  #latencies: number[] = [];
  #refused = 0;
  #patches = 0;
  #patchBytes = 0;

  /**
   * @param addresses phones go to each in turn
   * @param pids the processes whose CPU is measured
   */
  constructor(addresses: readonly Address[], pids: readonly number[], questionIds: readonly string[]) {
    this.#addresses = addresses;
    this.#pids = pids;
    this.#questionIds = questionIds;
  }

  async grow(to: number): Promise<void> {
    while (this.#voters.length < to) {
      const first = this.#voters.length;
      const more = Array.from({ length: Math.min(AT_A_TIME, to - first) }, (_, index) => first + index);
      const wires = await Promise.all(more.map((person) => new Wire(this.#addressOf(person)).arrive()));
      for (const wire of wires) this.#welcome(wire);
    }
  }

  /** Each phone votes again as soon as it is answered. */
  async flatOut(warmMs: number, measureMs: number): Promise<Voting> {
    this.#onAnswer = (voter) => this.#vote(voter);
    for (const voter of inNoOrder(this.#voters)) this.#vote(voter);
    await pause(warmMs);
    const voting = await this.#measure(measureMs);
    await this.#quiet();
    return voting;
  }

  /** The phones take turns, `perSecond` votes altogether, some every few milliseconds, whether or not earlier ones are answered. */
  async pace(perSecond: number, warmMs: number, measureMs: number): Promise<Voting> {
    const startedAt = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      const due = ((performance.now() - startedAt) / 1_000) * perSecond;
      for (; sent < due; sent += 1) this.#voteOf(sent);
    }, PACE_STEP_MS);
    await pause(warmMs);
    const voting = await this.#measure(measureMs);
    clearInterval(timer);
    await this.#quiet();
    return voting;
  }

  /** The same, each at a moment of its own, as people vote; this process looks at the clock all the time meanwhile. */
  async scatter(perSecond: number, warmMs: number, measureMs: number): Promise<Voting> {
    const random = seededRandom(perSecond);
    const pauseMs = () => (-Math.log(1 - random()) / perSecond) * 1_000;
    let [sent, next, isOver] = [0, performance.now() + pauseMs(), false];
    const look = () => {
      for (; next <= performance.now(); next += pauseMs()) this.#voteOf(sent++);
      if (!isOver) setImmediate(look);
    };
    look();
    await pause(warmMs);
    const voting = await this.#measure(measureMs);
    isOver = true;
    await this.#quiet();
    return voting;
  }

  leave(): void {
    for (const { wire } of this.#voters) wire.close();
    this.#voters.length = 0;
  }

  #voteOf(turn: number): void {
    const voter = this.#voters[turn % this.#voters.length];
    if (voter) this.#vote(voter);
  }

  #addressOf(person: number): Address {
    const address = this.#addresses[person % this.#addresses.length];
    if (!address) throw new Error('a crowd without an address');
    return address;
  }

  #welcome(wire: Wire): void {
    const voter: Voter = { wire, chosen: this.#choose(this.#voters.length), cast: 0 };
    wire.onAnswer = (sentAt, ok) => {
      this.#latencies.push(performance.now() - sentAt);
      if (!ok) this.#refused += 1;
      this.#onAnswer(voter);
    };
    wire.onEvent = (_, start, end) => {
      this.#patches += 1;
      this.#patchBytes += end - start;
    };
    this.#voters.push(voter);
  }

  /** Different ones: a second upvote for the same question would change nothing. */
  #choose(person: number): string[] {
    const ids = this.#questionIds;
    const index = (turn: number) => (person * TO_NEXT_PERSON + turn * TO_NEXT_QUESTION) % ids.length;
    return Array.from({ length: Math.min(CHOSEN, ids.length) }, (_, turn) => ids[index(turn)] ?? '');
  }

  /** Up for each chosen question in turn, then down for each, and so on: every vote changes something. */
  #vote(voter: Voter): void {
    const { chosen, cast } = voter;
    const up = Math.floor(cast / chosen.length) % 2 === 0;
    voter.wire.command(`{"type":"upvote","questionId":"${chosen[cast % chosen.length]}","up":${up}}`);
    voter.cast += 1;
  }

  async #measure(measureMs: number): Promise<Voting> {
    this.#latencies = [];
    this.#refused = 0;
    this.#patches = 0;
    this.#patchBytes = 0;
    const before = { at: performance.now(), cpu: this.#pids.map(cpuMicros), load: process.cpuUsage() };
    await pause(measureMs);
    const micros = (performance.now() - before.at) * 1_000;
    const used = this.#pids.map((pid, index) => cpuMicros(pid) - (before.cpu[index] ?? 0));
    const all = used.reduce((sum, one) => sum + one, 0);
    const load = process.cpuUsage(before.load);
    const answered = this.#latencies.length;
    return {
      answered,
      refused: this.#refused,
      perSecond: (answered / micros) * 1e6,
      ackP50: percentile(this.#latencies, 0.5),
      ackP99: percentile(this.#latencies, 0.99),
      micros: used,
      serverMicros: all / answered,
      serverBusy: all / micros,
      loadBusy: (load.user + load.system) / micros,
      patches: this.#patches,
      patchBytes: this.#patchBytes,
    };
  }

  /** Lets the last answers and patches arrive. */
  async #quiet(): Promise<void> {
    this.#onAnswer = () => {};
    await pause(300);
  }
}
