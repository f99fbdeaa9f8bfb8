/** What the process counts, for Prometheus. Labels come from short fixed lists, never from people. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Screen } from '../shared/protocol.ts';
import { AnswerTimes } from './answerTimes.ts';

export class Metrics {
  /** Answers since the last scrape, by type and outcome. A vote must not cost the arithmetic of labels. */
  readonly #answers = new Map<string, Map<string, { count: number }>>();
  readonly #registry = new Registry();
  readonly #registers = [this.#registry];
  readonly #commands = new Counter({
    name: 'sofra_commands_total',
    help: 'Commands answered, by type and by outcome: accepted, or the code of the refusal.',
    labelNames: ['type', 'outcome'],
    registers: this.#registers,
    collect: () => this.#countAnswers(),
  });
  readonly #answerTimes = new AnswerTimes(this.#registers);
  readonly #batchEntries = new Histogram({
    name: 'sofra_journal_batch_entries',
    help: 'Entries made durable in one commit.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000],
    registers: this.#registers,
  });
  readonly #requests = new Counter({
    name: 'sofra_http_requests_total',
    help: 'HTTP requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers: this.#registers,
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /**
   * @param type of a parsed command, else `invalid`
   * @param outcome `accepted` or a refusal's code
   */
  commandAnswered(type: string, outcome: string, milliseconds: number): void {
    const counted = this.#answers.get(type)?.get(outcome);
    if (counted) counted.count += 1;
    else this.#answers.set(type, new Map(this.#answers.get(type)).set(outcome, { count: 1 }));
    this.#answerTimes.add(milliseconds / 1_000);
  }

  journalCommitted(entries: number): void {
    this.#batchEntries.observe(entries);
  }

  requestAnswered(method: string, route: string, status: number): void {
    this.#requests.inc({ method, route, status });
  }

  /** @param count asked at every scrape: connected sockets by screen */
  watchSockets(count: () => Record<Screen, number>): void {
    new Gauge({
      name: 'sofra_sockets',
      help: 'Connected sockets.',
      labelNames: ['screen'],
      registers: this.#registers,
      collect() {
        for (const [screen, sockets] of Object.entries(count())) this.set({ screen }, sockets);
      },
    });
  }

  /** @param count asked at every scrape */
  watchRooms(count: () => number): void {
    new Gauge({
      name: 'sofra_rooms',
      help: 'Debates in memory.',
      registers: this.#registers,
      collect() {
        this.set(count());
      },
    });
  }

  readonly contentType = this.#registry.contentType;

  #countAnswers(): void {
    for (const [type, outcomes] of this.#answers)
      for (const [outcome, { count }] of outcomes) this.#commands.inc({ type, outcome }, count);
    this.#answers.clear();
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
