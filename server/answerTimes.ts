/** How long answers take, as a histogram of prom-client: its own arithmetic of labels would cost a vote ten times as much. */
import { Histogram, type Registry } from 'prom-client';

const BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const NAME = 'sofra_answer_seconds';
const HELP = 'From the arrival of a command to its acknowledgement.';

export class AnswerTimes extends Histogram {
  /** How many fell into each bucket alone; the last is for those beyond all. */
  readonly #counts = new Float64Array(BUCKETS.length + 1);
  #sum = 0;

  constructor(registers: Registry[]) {
    super({
      name: NAME,
      help: HELP,
      buckets: BUCKETS,
      registers,
    });
  }

  add(seconds: number): void {
    let bucket = 0;
    while (seconds > (BUCKETS[bucket] ?? Number.POSITIVE_INFINITY)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sum += seconds;
  }

  /** What prom-client asks a histogram for, though its types do not say so: both its text and its `get` come from this. */
  async getForPromString() {
    let upTo = 0;
    const values = [...BUCKETS, '+Inf'].map((le, bucket) => {
      upTo += this.#counts[bucket] ?? 0;
      return { metricName: `${NAME}_bucket`, labels: { le }, value: upTo };
    });
    return {
      name: NAME,
      help: HELP,
      type: 'histogram',
      aggregator: 'sum',
      values: [
        ...values,
        { metricName: `${NAME}_sum`, labels: {}, value: this.#sum },
        { metricName: `${NAME}_count`, labels: {}, value: upTo },
      ],
    };
  }
}
