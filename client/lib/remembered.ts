/**
 * What a screen keeps on its device. Where the browser forbids storage, it lasts as long as the page:
 * nothing here ever throws.
 */
const untilReload = new Map<string, string>();

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(name) ?? untilReload.get(name) ?? null;
  } catch {
    return untilReload.get(name) ?? null;
  }
}

/** Keeps the text under the name; null forgets it. */
export function remember(name: string, text: string | null): void {
  if (text === null) untilReload.delete(name);
  else untilReload.set(name, text);
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // Forbidden or full: `untilReload` holds it.
  }
}
