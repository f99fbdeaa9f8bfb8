import type { Lane } from './lane.svelte.ts';

/**
 * Keeps the keyboard where it is while a list changes: a row that is moved keeps the focus, and when a row leaves
 * with the focus in it, the newly selected one takes it. To be called while the list's component is made.
 */
export function keepFocus(lane: Lane): void {
  let held: HTMLElement | null = null;
  $effect.pre(() => {
    void lane.ids;
    const { activeElement } = document;
    held = activeElement instanceof HTMLElement && lane.list?.contains(activeElement) ? activeElement : null;
  });
  $effect(() => {
    void lane.ids;
    if (!held || document.activeElement === held) return;
    if (held.isConnected) held.focus({ preventScroll: true });
    else lane.focus();
  });
}
