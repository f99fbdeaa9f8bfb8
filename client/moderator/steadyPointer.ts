import type { Attachment } from 'svelte/attachments';
import { STEADY_MS } from './lane.svelte.ts';

const rowOf = (target: EventTarget | null): string | null =>
  target instanceof Element
    ? (target.closest<HTMLElement>('[data-question]')?.dataset.question ?? null)
    : null;

/**
 * Keeps a click from landing on a question that has only just slid under a resting pointer: another moderator, or
 * the same click a moment ago, has made the list move. Such a click does nothing and `refuse` is called.
 */
export function steadyPointer(refuse: () => void): Attachment<HTMLElement> {
  return (area) => {
    let at: { x: number; y: number } | undefined;
    let aimedAt: string | null = null;
    let changedAt = -STEADY_MS;

    const aim = (event: PointerEvent) => {
      const row = rowOf(event.target);
      const rested = at?.x === event.clientX && at.y === event.clientY;
      if (!rested && row !== aimedAt) changedAt = -STEADY_MS;
      if (!rested) aimedAt = row;
      at = { x: event.clientX, y: event.clientY };
    };
    const look = () => {
      if (!at) return;
      const row = rowOf(document.elementFromPoint(at.x, at.y));
      if (row !== aimedAt) changedAt = performance.now();
      aimedAt = row;
    };
    const scrolled = () => {
      if (at) aimedAt = rowOf(document.elementFromPoint(at.x, at.y));
    };
    const guard = (event: MouseEvent) => {
      const byKeyboard = event.detail === 0;
      if (byKeyboard || rowOf(event.target) === null || performance.now() - changedAt >= STEADY_MS) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      refuse();
    };

    const observer = new MutationObserver(look);
    observer.observe(area, { childList: true, subtree: true });
    area.addEventListener('pointermove', aim);
    area.addEventListener('pointerdown', aim);
    area.addEventListener('scroll', scrolled, { capture: true, passive: true });
    area.addEventListener('click', guard, { capture: true });
    return () => {
      observer.disconnect();
      area.removeEventListener('pointermove', aim);
      area.removeEventListener('pointerdown', aim);
      area.removeEventListener('scroll', scrolled, { capture: true });
      area.removeEventListener('click', guard, { capture: true });
    };
  };
}
