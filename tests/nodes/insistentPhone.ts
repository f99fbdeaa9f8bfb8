/** A phone that votes and asks without a pause, sends again what was refused for now, and keeps what it was answered. */
import type { Outcome } from '../../shared/outcome.ts';
import { type Random, seededRandom } from '../../tools/seededRandom.ts';
import type { Wire } from '../gateway/startServer.ts';

/** Of so many commands, one is a question. */
const ASKS_EVERY = 8;

interface AnyCommand {
  type: string;
  [field: string]: unknown;
}

export class InsistentPhone {
  /** Ids of its own questions that were acknowledged. */
  readonly asked = new Set<string>();
  /** By question: the last vote that was acknowledged. */
  readonly votes = new Map<string, boolean>();
  acknowledged = 0;
  /** Refused for now, each with when to try again. */
  refused = 0;
  /** The longest that one command was without any answer. */
  slowestMs = 0;
  /** How often the connection fell. */
  fell = 0;
  readonly #name: string;
  readonly #wire: Wire;
  readonly #random: Random;

  /** @param number of this phone among the others: it votes and asks for the same things in every run */
  constructor(number: number, wire: Wire) {
    this.#name = `phone-${number}`;
    this.#wire = wire;
    this.#random = seededRandom(number);
    wire.socket.on('disconnect', () => {
      this.fell += 1;
    });
  }

  async insist(questions: readonly string[], isOver: () => boolean): Promise<void> {
    for (let round = 1; !isOver(); round += 1) {
      if (round % ASKS_EVERY === 0) {
        const id = `${this.#name}-question-${round}`;
        await this.#until({ type: 'askQuestion', id, text: `Kush e rregullon urën ${round}?` });
        this.asked.add(id);
      } else {
        const questionId = questions[Math.floor(this.#random() * questions.length)] ?? '';
        const up = this.votes.get(questionId) !== true;
        await this.#until({ type: 'upvote', questionId, up });
        this.votes.set(questionId, up);
      }
    }
  }

  /** Resolves once it is acknowledged. @throws where it is refused for good, or without saying when to try again */
  async #until(command: AnyCommand): Promise<void> {
    for (;;) {
      const outcome = await this.#attempt(command);
      if (outcome.ok) break;
      const { code, retryAfterMs = 0 } = outcome;
      const isPassing = code === 'unavailable' || code === 'unknown';
      if (!isPassing || retryAfterMs <= 0) throw new Error(`refused: ${JSON.stringify(outcome)}`);
      this.refused += 1;
      await new Promise((again) => setTimeout(again, retryAfterMs));
    }
    this.acknowledged += 1;
  }

  async #attempt(command: AnyCommand): Promise<Outcome> {
    const startedAt = performance.now();
    const outcome = await this.#wire.send(command);
    this.slowestMs = Math.max(this.slowestMs, performance.now() - startedAt);
    return outcome;
  }
}
