/**
 * How long these screens take to arrive, in milliseconds. A promise of seconds counts from there: where other things
 * keep the machine busy, a crowd is late for its first view as well.
 */
export async function arrival(screens: readonly { ready: Promise<void> }[]): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(screens.map(({ ready }) => ready));
  return performance.now() - startedAt;
}
