/**
 * The order in which the rows stand on the screen. Votes change every second; rows move only when they may,
 * or when their reader asks. Who may move them, and when, is the caller's to know.
 */
import { countNew, differs, hold, type Questions, rank, type Sort } from './ranking.ts';

export class HeldOrder {
  ids: readonly string[] = $state.raw([]);
  /** Questions that wait to be let into the list. */
  added = $state(0);
  /** The rows on the screen would stand differently now. */
  isOutdated = $state(false);
  #sort: Sort = 'wanted';
  #looked: unknown;

  sortBy(sort: Sort, questions: Questions): void {
    this.#sort = sort;
    this.arrange(questions);
  }

  /** Puts the rows where they belong now. */
  arrange(questions: Questions): void {
    this.#looked = questions;
    this.ids = rank(questions, this.#sort);
    this.added = 0;
    this.isOutdated = false;
  }

  /** To be called with every view: what is gone leaves at once, a first question shows at once. */
  follow(questions: Questions): void {
    if (this.ids.length === 0) this.arrange(questions);
    else if (this.ids.some((id) => !(id in questions))) this.ids = hold(this.ids, questions, this.#sort);
  }

  /**
   * To be called now and then: compares with what would be right, and moves the rows if they may move.
   * @param rows how many rows are on the screen; the others may stand anywhere
   * @returns whether rows have moved
   */
  look(questions: Questions, rows: number, mayMove: boolean): boolean {
    if (questions === this.#looked && !this.isOutdated) return false;
    this.#looked = questions;
    const order = rank(questions, this.#sort);
    this.ids = hold(this.ids, questions, this.#sort);
    this.isOutdated = differs(this.ids, order, rows);
    this.added = this.#sort === 'newest' ? countNew(this.ids, questions) : 0;
    const moves = this.isOutdated && mayMove;
    if (moves) this.arrange(questions);
    return moves;
  }
}
