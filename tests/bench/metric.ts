/** One figure of ours beside one of a reference, and whether their ratio keeps its bound. */

export interface Metric {
  ours: number;
  reference: number;
  /** ours / reference */
  ratio: number;
  /** What the ratio must not fall below (`least`) or exceed (`most`); null: reported, not bound. */
  bound: number | null;
  boundIs: 'least' | 'most' | null;
  ok: boolean;
}

export type Metrics = Record<string, Metric>;
export type Bound = { least: number } | { most: number };

/** Several runs of each side, interleaved: their medians are compared. */
export function compare(ours: readonly number[], reference: readonly number[], bound?: Bound): Metric {
  const figures = { ours: median(ours), reference: median(reference) };
  const ratio = figures.ours / figures.reference;
  if (!bound) return { ...figures, ratio, bound: null, boundIs: null, ok: true };
  return 'least' in bound
    ? { ...figures, ratio, bound: bound.least, boundIs: 'least', ok: ratio >= bound.least }
    : { ...figures, ratio, bound: bound.most, boundIs: 'most', ok: ratio <= bound.most };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** @param share 0.99 for the 99th percentile: the smallest value that so many do not exceed */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
