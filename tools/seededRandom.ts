/** Numbers in [0, 1) that are the same in every run with the same seed (mulberry32). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of the items, each as likely as its weight; undefined where all weigh nothing. */
export function pick<T>(random: Random, items: readonly T[], weigh: (item: T) => number): T | undefined {
  const weights = items.map(weigh);
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  return items.find((_, index) => {
    const weight = weights[index] ?? 0;
    left -= weight;
    return weight > 0 && left < 0;
  });
}
