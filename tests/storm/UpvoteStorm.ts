/** Every phone upvotes every question, one after the other, and sends each vote again until it is answered. */
import type { Phone } from '../../tools/phone.ts';

export class UpvoteStorm {
  /** How many votes it takes altogether. */
  readonly votes: number;
  acknowledged = 0;
  /** The longest that one vote took to be acknowledged, whatever was in its way. */
  slowestMs = 0;
  /** Resolves once each phone has all its votes acknowledged. @throws where one is refused */
  readonly over: Promise<unknown>;

  constructor(phones: readonly Phone[], questionIds: readonly string[]) {
    this.votes = phones.length * questionIds.length;
    this.over = Promise.all(phones.map((phone) => this.#upvoteEach(phone, questionIds)));
  }

  async #upvoteEach(phone: Phone, questionIds: readonly string[]): Promise<void> {
    for (const questionId of questionIds) {
      const sentAt = performance.now();
      const outcome = await phone.upvote(questionId);
      if (!outcome.ok) throw new Error(`a vote was refused: ${outcome.code}`);
      this.slowestMs = Math.max(this.slowestMs, performance.now() - sentAt);
      this.acknowledged += 1;
    }
  }
}
