/**
 * Ids come again and again, each time as a piece of another packet or row. Interned, each is one string: it takes its
 * place in memory once, keeps nothing else there, and is known at sight where it is looked up.
 */
const KEPT = 100_000;
const strings = new Map<string, string>();

/** @returns the same text, nearly always in the same string; whose it is must not depend on that */
export function intern(text: string): string {
  const known = strings.get(text);
  if (known !== undefined) return known;
  if (strings.size === KEPT) strings.clear();
  // What a match gives is a piece of a longer text, and would keep all of it in memory.
  const copy = Buffer.from(text).toString();
  strings.set(copy, copy);
  return copy;
}
