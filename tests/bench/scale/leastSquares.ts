/**
 * What one of each thing costs, from what so many of them cost together: the shares that fit all observations best.
 * None is below nothing: one that would be is left out, and the others found without it.
 */
export interface Observation {
  counts: readonly number[];
  total: number;
}

/** Of the same, observed several times: the one in the middle. */
export const middleOf = (repeated: readonly Observation[]): Observation =>
  repeated.toSorted((a, b) => a.total - b.total)[repeated.length >> 1] ?? { counts: [], total: 0 };

const SMALLEST_PIVOT = 1e-12;

export function leastSquares(observations: readonly Observation[]): number[] {
  const size = observations[0]?.counts.length ?? 0;
  const kept = Array.from({ length: size }, (_, index) => index);
  for (;;) {
    const found = solve(normal(observations, kept));
    const least = Math.min(...found);
    if (least >= 0 || kept.length === 1)
      return Array.from({ length: size }, (_, index) => Math.max(0, found[kept.indexOf(index)] ?? 0));
    kept.splice(found.indexOf(least), 1);
  }
}

/** Each observation is taken in parts of its own total: a small one counts as much as a large one. */
function normal(observations: readonly Observation[], kept: readonly number[]): number[][] {
  const rows = observations.map(({ counts, total }) => kept.map((index) => (counts[index] ?? 0) / total));
  return kept.map((_, y) => [
    ...kept.map((_, x) => rows.reduce((sum, row) => sum + (row[y] ?? 0) * (row[x] ?? 0), 0)),
    rows.reduce((sum, row) => sum + (row[y] ?? 0), 0),
  ]);
}

/** Gaussian elimination; the last column is what the others come to. */
function solve(rows: number[][]): number[] {
  for (let at = 0; at < rows.length; at += 1) {
    const best = rows.slice(at).reduce((a, b) => (Math.abs(b[at] ?? 0) > Math.abs(a[at] ?? 0) ? b : a));
    rows.splice(rows.indexOf(best), 1);
    rows.splice(at, 0, best);
    const pivot = best[at] ?? 0;
    if (Math.abs(pivot) < SMALLEST_PIVOT) continue;
    for (const row of rows) {
      if (row === best) continue;
      const factor = (row[at] ?? 0) / pivot;
      for (let x = at; x < row.length; x += 1) row[x] = (row[x] ?? 0) - factor * (best[x] ?? 0);
    }
  }
  return rows.map((row, index) => (row.at(-1) ?? 0) / (row[index] || 1));
}
