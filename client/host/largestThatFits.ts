/**
 * The largest whole size between two bounds that fits, by halving; the smallest where none does.
 * @param fits whether something of this size fits; once it does not, no larger size does
 */
export function largestThatFits(smallest: number, largest: number, fits: (size: number) => boolean): number {
  let [low, high] = [smallest, largest];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
