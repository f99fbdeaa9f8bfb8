/** A phone that votes without end, and remembers what it was answered: that must never be taken back. */

import type { Mine } from '../../shared/views.ts';
import { Phone, type PhoneOptions } from '../../tools/phone.ts';
import { type Random, seededRandom } from '../../tools/seededRandom.ts';

interface StormPhoneOptions extends PhoneOptions {
  /** With the same, it votes in the same order. */
  seed: number;
}

export class StormPhone extends Phone {
  /** By question: what the server has acknowledged. */
  readonly acknowledged = new Map<string, boolean>();
  /** Acknowledged votes that a server did not know any more when this phone came back, in words. */
  readonly lost: string[] = [];
  answers = 0;
  /** Asked for and not answered yet: both outcomes are right. */
  #open: string | undefined;
  readonly #random: Random;

  constructor(options: StormPhoneOptions) {
    super(options);
    this.#random = seededRandom(options.seed);
    this.socket.on('mine', (mine: Mine) => {
      if (mine.reset) this.#compare(mine.upvotes ?? {});
    });
  }

  /** Gives and takes back upvotes until `isOver`; every vote is repeated until it is answered. */
  async vote(questionIds: readonly string[], isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const questionId = questionIds[Math.floor(this.#random() * questionIds.length)] ?? '';
      const up = this.acknowledged.get(questionId) !== true;
      this.#open = questionId;
      const outcome = await this.upvote(questionId, up);
      if (!outcome.ok) throw new Error(`a vote was refused: ${outcome.code}`);
      this.acknowledged.set(questionId, up);
      this.#open = undefined;
      this.answers += 1;
    }
  }

  #compare(upvotes: Record<string, boolean>): void {
    for (const [questionId, up] of this.acknowledged)
      if (questionId !== this.#open && up !== (upvotes[questionId] === true))
        this.lost.push(`${this.token}: ${questionId} was acknowledged as ${up ? 'given' : 'taken back'}`);
  }
}
