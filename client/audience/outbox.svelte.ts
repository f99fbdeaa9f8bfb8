/**
 * What one person has asked for and the server has not yet answered. Kept on the device, so that
 * a reload or a dead battery loses nothing. A second tab of the same debate shares it: read before each change.
 */
import type { RefusalCode } from '../../shared/outcome.ts';
import { recall, remember } from '../lib/remembered.ts';

export interface OutgoingQuestion {
  readonly id: string;
  readonly text: string;
  readonly name?: string;
  readonly language: string;
  readonly at: number;
  /** Set once the server has refused it: it waits for its author. */
  readonly refused?: RefusalCode;
}

interface Contents {
  readonly questions: readonly OutgoingQuestion[];
  /** By question: the last tap. */
  readonly votes: Readonly<Record<string, boolean>>;
  readonly withdrawals: readonly string[];
}

const NOTHING: Contents = { questions: [], votes: {}, withdrawals: [] };

export class Outbox {
  #contents: Contents = $state.raw(NOTHING);
  readonly #name: string;

  constructor(code: string) {
    this.#name = `sofra.outbox.${code}`;
    this.#contents = this.#read();
  }

  get questions(): readonly OutgoingQuestion[] {
    return this.#contents.questions;
  }

  get votes(): Contents['votes'] {
    return this.#contents.votes;
  }

  get withdrawals(): readonly string[] {
    return this.#contents.withdrawals;
  }

  get isEmpty(): boolean {
    const { questions, votes, withdrawals } = this.#contents;
    return questions.length + withdrawals.length + Object.keys(votes).length === 0;
  }

  /** Adds the question, or puts it in the place of the one with its id. */
  putQuestion(question: OutgoingQuestion): void {
    this.#change(({ questions }) => ({
      questions: [...questions.filter(({ id }) => id !== question.id), question],
    }));
  }

  dropQuestion(id: string): void {
    this.#change(({ questions }) => ({ questions: questions.filter((question) => question.id !== id) }));
  }

  putVote(questionId: string, up: boolean): void {
    this.#change(({ votes }) => ({ votes: { ...votes, [questionId]: up } }));
  }

  dropVote(questionId: string): void {
    this.#change(({ votes: { [questionId]: _, ...votes } }) => ({ votes }));
  }

  putWithdrawal(id: string): void {
    this.#change(({ withdrawals }) => ({
      withdrawals: [...withdrawals.filter((other) => other !== id), id],
    }));
  }

  dropWithdrawal(id: string): void {
    this.#change(({ withdrawals }) => ({ withdrawals: withdrawals.filter((other) => other !== id) }));
  }

  #read(): Contents {
    try {
      return { ...NOTHING, ...(JSON.parse(recall(this.#name) ?? '{}') as Partial<Contents>) };
    } catch {
      return NOTHING;
    }
  }

  #change(change: (contents: Contents) => Partial<Contents>): void {
    const contents = this.#read();
    this.#contents = { ...contents, ...change(contents) };
    remember(this.#name, this.isEmpty ? null : JSON.stringify(this.#contents));
  }
}
