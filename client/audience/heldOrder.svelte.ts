/**
 * The order in which the rows stand on the screen. Votes change every second; rows move only when nobody
 * could be reading or aiming at them: while the list is untouched and at its top, or when asked to.
 */
import type { AudienceView } from '../../shared/views.ts';
import { countNew, differs, hold, rank, type Sort } from './ranking.ts';
import type { Stillness } from './stillness.ts';

const LOOK_EVERY_MS = 1_000;
const STILL_FOR_MS = 6_000;

export class HeldOrder {
  ids: readonly string[] = $state.raw([]);
  /** Rows on the screen; more on request. */
  readonly #rows: () => number;
  /** Questions that are not in the list yet. */
  added = $state(0);
  /** The rows would stand differently now. */
  outdated = $state(false);
  sort: Sort = $state('wanted');

  readonly #view: () => AudienceView | undefined;
  readonly #stillness: Stillness;
  #looked: unknown;
  #timer: ReturnType<typeof setInterval>;

  constructor(view: () => AudienceView | undefined, rows: () => number, stillness: Stillness) {
    this.#view = view;
    this.#rows = rows;
    this.#stillness = stillness;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  sortBy(sort: Sort): void {
    this.sort = sort;
    this.arrange();
  }

  /** Puts the rows where they belong now. */
  arrange(): void {
    const questions = this.#view()?.questions ?? {};
    this.#looked = questions;
    this.ids = rank(questions, this.sort);
    this.added = 0;
    this.outdated = false;
  }

  /** To be called with every view: what is gone leaves at once, a first question shows at once. */
  follow({ questions }: AudienceView): void {
    if (this.ids.length === 0) this.arrange();
    else if (this.ids.some((id) => !(id in questions))) this.ids = hold(this.ids, questions, this.sort);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const questions = this.#view()?.questions;
    if (!questions || (questions === this.#looked && !this.outdated && this.added === 0)) return;
    this.#looked = questions;
    const order = rank(questions, this.sort);
    if (!differs(this.ids, order, this.#rows())) return;
    if (this.#stillness.allows(STILL_FOR_MS)) return this.arrange();
    this.added = this.sort === 'newest' ? countNew(this.ids, questions) : 0;
    this.ids = hold(this.ids, questions, this.sort);
    this.outdated = this.added > 0 || differs(this.ids, order, this.#rows());
  }
}
