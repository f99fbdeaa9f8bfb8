import { countGraphemes } from '../../shared/text.ts';

const BEFORE_READING = 1.5;
const PER_SECOND = 13;
const AT_LEAST = 4;

/** How long a text must stand on a television screen to be read, in whole seconds. */
export const readingSeconds = (text: string): number =>
  Math.ceil(Math.max(AT_LEAST, BEFORE_READING + countGraphemes(text) / PER_SECOND));
