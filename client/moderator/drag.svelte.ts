/**
 * A row of the running order being dragged. Its place is drawn at once, here only; the server hears of it at the drop.
 * The order may change meanwhile: the row stays where the pointer is, and lets go if its question leaves.
 */

import { placed } from '../../shared/placed.ts';
import { beforeAtHeight } from './beforeAfterStep.ts';
import type { Lane } from './lane.svelte.ts';

export class Drag {
  /** The dragged question, until the server has answered its drop. */
  id: string | null = $state(null);
  /** Whether the pointer still holds it. */
  lifted = $state(false);
  #before: string | null = $state(null);
  /** Where the pointer is, and how far below the top of the row it took hold, in px. */
  #y = 0;
  #grip = 0;
  #moved = false;
  readonly #lane: Lane;
  readonly #move: (id: string, before: string | null) => Promise<void>;

  constructor(lane: Lane, move: (id: string, before: string | null) => Promise<void>) {
    this.#lane = lane;
    this.#move = move;
  }

  /** The order as it looks during the drag. */
  shown(order: readonly string[]): readonly string[] {
    const { id } = this;
    return id !== null && order.includes(id) ? placed(order, id, this.#before) : order;
  }

  start(event: PointerEvent, id: string): void {
    const row = this.#row(id);
    if (event.button !== 0 || !row || !(event.currentTarget instanceof Element)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = this.#lane.ids.indexOf(id);
    this.#before = this.#lane.ids[at + 1] ?? null;
    this.#y = event.clientY;
    this.#grip = event.clientY - row.getBoundingClientRect().top;
    this.#moved = false;
    this.id = id;
    this.lifted = true;
  }

  to(event: PointerEvent): void {
    if (!this.lifted) return;
    this.#y = event.clientY;
    this.#moved = true;
    this.#aim();
    this.follow();
  }

  async drop(): Promise<void> {
    const { id } = this;
    if (id === null || !this.lifted) return;
    this.#letGo(id);
    if (this.#moved && this.#lane.ids.includes(id)) await this.#move(id, this.#before);
    if (!this.lifted) this.id = null;
  }

  cancel(): void {
    if (this.id === null || !this.lifted) return;
    this.#letGo(this.id);
    this.id = null;
  }

  /** Draws the row at the pointer, wherever the list has put it. */
  follow(): void {
    void this.#lane.ids;
    const row = this.id !== null && this.lifted ? this.#row(this.id) : undefined;
    if (!row || !this.#lane.list) return;
    const top = this.#lane.list.getBoundingClientRect().top + row.offsetTop;
    row.style.transform = `translateY(${this.#y - this.#grip - top}px)`;
  }

  #letGo(id: string): void {
    this.lifted = false;
    this.#row(id)?.style.removeProperty('transform');
  }

  #aim(): void {
    const { list } = this.#lane;
    if (!list) return;
    const { top } = list.getBoundingClientRect();
    const others = this.#lane.ids.flatMap((id) => {
      const row = id === this.id ? undefined : this.#row(id);
      return row ? [{ id, middle: top + row.offsetTop + row.offsetHeight / 2 }] : [];
    });
    this.#before = beforeAtHeight(others, this.#y);
  }

  #row(id: string): HTMLElement | undefined {
    return this.#lane.list?.querySelector<HTMLElement>(`[data-question="${id}"]`) ?? undefined;
  }
}
