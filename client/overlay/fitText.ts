/**
 * How large a text is set so that all of it is read: never cut, never shortened.
 * Lengths are in units of the picture: 1/1080 of its height.
 */

export interface Setting {
  size: number;
  width: number;
}

interface Step extends Setting {
  lines: number;
}

/** What the page measured of the text in a setting. */
export interface Measured {
  lines: number;
  /** Nothing stands outside the picture's safe area or its own line. */
  safe: boolean;
}

export const WIDEST = 1600;

/** From short lines in large letters to the most that is comfortably read; the first that fits is taken. */
const STEPS: readonly Step[] = [
  { size: 60, width: 1180, lines: 2 },
  { size: 56, width: 1240, lines: 3 },
  { size: 52, width: 1420, lines: 3 },
  { size: 48, width: WIDEST, lines: 3 },
  { size: 44, width: WIDEST, lines: 3 },
  { size: 44, width: WIDEST, lines: 4 },
  { size: 40, width: WIDEST, lines: 5 },
  { size: 36, width: WIDEST, lines: 6 },
];
const FLOOR = 36;
const SHRINK = 0.9;
/** Nothing that the rules of text allow needs less; it only ends the search. */
const SMALLEST = 8;
/** Line ends are evened out to about half a letter. */
const EVEN_TO = 24;

/** The setting for a text: the largest step that holds it, then the narrowest width with as many lines. */
export function fitText(measure: (setting: Setting) => Measured): Setting {
  const { size, width } = chosenStep(measure);
  const { lines } = measure({ size, width });
  let narrow = 0;
  let wide = width;
  while (wide - narrow > EVEN_TO) {
    const middle = (narrow + wide) / 2;
    const narrower = measure({ size, width: middle });
    if (narrower.safe && narrower.lines <= lines) wide = middle;
    else narrow = middle;
  }
  return { size, width: wide };
}

function chosenStep(measure: (setting: Setting) => Measured): Setting {
  for (const step of STEPS) {
    const { lines, safe } = measure(step);
    if (safe && lines <= step.lines) return step;
  }
  let size = FLOOR;
  while (size > SMALLEST && !measure({ size, width: WIDEST }).safe) size *= SHRINK;
  return { size, width: WIDEST };
}
