/** Many phones on one server that vote as fast as they are answered, or at a given pace. Every vote changes something. */
import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../metric.ts';
import { cpuMicros } from '../processUse.ts';
import { type Address, Wire } from './Wire.ts';

const AT_A_TIME = 50;
const PACE_STEP_MS = 5;
/** On so many questions one person votes; everybody on others, so that every question has votes. */
const CHOSEN = 50;
const TO_NEXT_PERSON = 997;
const TO_NEXT_QUESTION = 101;

export interface Voting {
  answered: number;
  refused: number;
  perSecond: number;
  ackP50: number;
  ackP99: number;
  /** CPU of the server for one vote: everything it did meanwhile, divided by the votes answered. */
  serverMicros: number;
  /** Share of its core that the server, and this generator, used. */
  serverBusy: number;
  loadBusy: number;
}

interface Voter {
  wire: Wire;
  chosen: string[];
  cast: number;
}

export class Crowd {
  readonly #address: Address;
  readonly #serverPid: number;
  readonly #questionIds: readonly string[];
  readonly #voters: Voter[] = [];
  #onAnswer: (voter: Voter) => void = () => {};
  #latencies: number[] = [];
  #refused = 0;

  constructor(address: Address, serverPid: number, questionIds: readonly string[]) {
    this.#address = address;
    this.#serverPid = serverPid;
    this.#questionIds = questionIds;
  }

  async grow(to: number): Promise<void> {
    while (this.#voters.length < to) {
      const more = Math.min(AT_A_TIME, to - this.#voters.length);
      const wires = await Promise.all(Array.from({ length: more }, () => new Wire(this.#address).arrive()));
      for (const wire of wires) this.#welcome(wire);
    }
  }

  /** Each phone votes again as soon as it is answered. */
  async flatOut(warmMs: number, measureMs: number): Promise<Voting> {
    this.#onAnswer = (voter) => this.#vote(voter);
    for (const voter of this.#voters) this.#vote(voter);
    await pause(warmMs);
    const voting = await this.#measure(measureMs);
    await this.#quiet();
    return voting;
  }

  /** The phones take turns, `perSecond` votes altogether. */
  async pace(perSecond: number, warmMs: number, measureMs: number): Promise<Voting> {
    const startedAt = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      const due = ((performance.now() - startedAt) / 1_000) * perSecond;
      for (; sent < due; sent += 1) {
        const voter = this.#voters[sent % this.#voters.length];
        if (voter) this.#vote(voter);
      }
    }, PACE_STEP_MS);
    await pause(warmMs);
    const voting = await this.#measure(measureMs);
    clearInterval(timer);
    await this.#quiet();
    return voting;
  }

  leave(): void {
    for (const { wire } of this.#voters) wire.close();
    this.#voters.length = 0;
  }

  #welcome(wire: Wire): void {
    const voter: Voter = { wire, chosen: this.#choose(this.#voters.length), cast: 0 };
    wire.onAnswer = (sentAt, ok) => {
      this.#latencies.push(performance.now() - sentAt);
      if (!ok) this.#refused += 1;
      this.#onAnswer(voter);
    };
    this.#voters.push(voter);
  }

  #choose(person: number): string[] {
    const ids = this.#questionIds;
    const index = (turn: number) => (person * TO_NEXT_PERSON + turn * TO_NEXT_QUESTION) % ids.length;
    return Array.from({ length: CHOSEN }, (_, turn) => ids[index(turn)] ?? '');
  }

  /** Up for each chosen question in turn, then down for each, and so on. */
  #vote(voter: Voter): void {
    const questionId = voter.chosen[voter.cast % CHOSEN];
    const up = Math.floor(voter.cast / CHOSEN) % 2 === 0;
    voter.wire.command(`{"type":"upvote","questionId":"${questionId}","up":${up}}`);
    voter.cast += 1;
  }

  async #measure(measureMs: number): Promise<Voting> {
    this.#latencies = [];
    this.#refused = 0;
    const before = { at: performance.now(), server: cpuMicros(this.#serverPid), load: process.cpuUsage() };
    await pause(measureMs);
    const micros = (performance.now() - before.at) * 1_000;
    const server = cpuMicros(this.#serverPid) - before.server;
    const load = process.cpuUsage(before.load);
    const answered = this.#latencies.length;
    return {
      answered,
      refused: this.#refused,
      perSecond: (answered / micros) * 1e6,
      ackP50: percentile(this.#latencies, 0.5),
      ackP99: percentile(this.#latencies, 0.99),
      serverMicros: server / answered,
      serverBusy: server / micros,
      loadBusy: (load.user + load.system) / micros,
    };
  }

  /** Lets the last answers and patches arrive. */
  async #quiet(): Promise<void> {
    this.#onAnswer = () => {};
    await pause(300);
  }
}
