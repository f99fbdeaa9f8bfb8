/** Where the selection of a list goes: by a step of its person, or when its question leaves. */

/** The id `step` places on, stopping at the ends; with nothing selected, the first. */
export function neighbour(ids: readonly string[], id: string | null, step: number): string | null {
  const from = id === null ? -1 : ids.indexOf(id);
  if (from === -1) return ids[0] ?? null;
  return ids[Math.min(Math.max(from + step, 0), ids.length - 1)] ?? null;
}

/** Who is selected after `lost` left: the next one that is still there, else the one before it. */
export function heir(before: readonly string[], after: readonly string[], lost: string): string | null {
  const there = new Set(after);
  const at = before.indexOf(lost);
  if (at === -1) return null;
  return (
    before.slice(at).find((id) => there.has(id)) ??
    before.slice(0, at).findLast((id) => there.has(id)) ??
    null
  );
}
