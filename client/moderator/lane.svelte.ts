/** One list of questions that a keyboard walks: what it shows now, and which question is selected. */
import { heir, neighbour } from './neighbour.ts';

/** After a list changed by itself, acts wait this long: nobody decides within it on what has only just appeared. */
export const STEADY_MS = 400;

export class Lane {
  ids: readonly string[] = $state.raw([]);
  selected: string | null = $state(null);
  /** Where the rows are, each with its `data-question`. */
  list: HTMLElement | undefined = $state.raw();
  /** When the selection, and when the first place, last changed without their person's doing. */
  #shiftedAt = -STEADY_MS;
  #firstShiftedAt = -STEADY_MS;

  /** @param ownAct whether the person of this screen made the question leave */
  show(ids: readonly string[], ownAct: (id: string) => boolean): void {
    const { selected } = this;
    const [first, next] = [this.ids[0], ids[0]];
    if (first !== next && ![first, next].some((id) => id !== undefined && ownAct(id)))
      this.#firstShiftedAt = performance.now();
    if (selected !== null && !ids.includes(selected)) {
      this.selected = heir(this.ids, ids, selected);
      if (!ownAct(selected)) this.#shiftedAt = performance.now();
    }
    this.ids = ids;
  }

  step(by: number): void {
    this.selected = neighbour(this.ids, this.selected, by);
    this.#shiftedAt = -STEADY_MS;
  }

  select(id: string): void {
    if (id === this.selected) return;
    this.selected = id;
    this.#shiftedAt = -STEADY_MS;
  }

  /** Puts the keyboard on the selected row. */
  focus(): void {
    const row = this.list?.querySelector<HTMLElement>(`[data-question="${this.selected}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }

  /** Whether the person has had time to see what is selected. */
  get steady(): boolean {
    return performance.now() - this.#shiftedAt >= STEADY_MS;
  }

  /** Whether the person has had time to see what is first. */
  get firstSteady(): boolean {
    return performance.now() - this.#firstShiftedAt >= STEADY_MS;
  }
}
