/** Whether somebody touches, scrolls or types. Listens to the whole page; changes nothing. */
const SIGNS = ['pointerdown', 'pointermove', 'touchmove', 'wheel', 'scroll', 'keydown'] as const;
const TOP_PX = 24;

export class Stillness {
  #last = performance.now();
  #touches = 0;

  constructor() {
    for (const sign of SIGNS) addEventListener(sign, this.#note, { passive: true, capture: true });
    for (const end of ['touchstart', 'touchend', 'touchcancel'] as const)
      addEventListener(end, this.#count, { passive: true, capture: true });
  }

  /**
   * Whether rows may move without being asked: the page is out of sight, or at its top, untouched for
   * `ms` milliseconds, with the focus elsewhere, and its reader has nothing against motion.
   */
  allows(ms: number): boolean {
    if (document.hidden) return true;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return false;
    const focused = document.activeElement?.closest('li, dialog');
    return !focused && this.#touches === 0 && scrollY < TOP_PX && performance.now() - this.#last > ms;
  }

  close(): void {
    for (const sign of SIGNS) removeEventListener(sign, this.#note, { capture: true });
    for (const end of ['touchstart', 'touchend', 'touchcancel'] as const)
      removeEventListener(end, this.#count, { capture: true });
  }

  #note = (): void => {
    this.#last = performance.now();
  };

  #count = (event: TouchEvent): void => {
    this.#touches = event.touches.length;
    this.#note();
  };
}
