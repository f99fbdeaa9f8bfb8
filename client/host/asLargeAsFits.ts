import type { Attachment } from 'svelte/attachments';
import { largestThatFits } from './largestThatFits.ts';

/** In px: what is read from three metres, and what a phone in the hand can still show in full. */
const LARGEST = 96;
const SMALLEST = 18;

/** Sets the font of the element's only child as large as the element holds without scrolling. */
export const asLargeAsFits: Attachment<HTMLElement> = (box) => {
  const fit = () => {
    const text = box.firstElementChild;
    if (!(text instanceof HTMLElement)) return;
    const size = largestThatFits(SMALLEST, LARGEST, (px) => {
      text.style.fontSize = `${px}px`;
      return text.scrollHeight <= box.clientHeight && text.scrollWidth <= box.clientWidth;
    });
    text.style.fontSize = `${size}px`;
  };
  const resized = new ResizeObserver(fit);
  const changed = new MutationObserver(fit);
  resized.observe(box);
  changed.observe(box, { childList: true, subtree: true, characterData: true });
  document.fonts.addEventListener('loadingdone', fit);
  return () => {
    resized.disconnect();
    changed.disconnect();
    document.fonts.removeEventListener('loadingdone', fit);
  };
};
