import type { Random } from '../seededRandom.ts';

/**
 * Calls `act` again and again, independently of when it last did (a Poisson process), until the returned function is called.
 * @param perSecond how often on average; asked before every wait
 */
export function atRandomTimes(random: Random, perSecond: () => number, act: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = () => {
    const seconds = -Math.log(1 - random()) / perSecond();
    timer = setTimeout(() => {
      act();
      wait();
    }, seconds * 1_000);
  };
  wait();
  return () => clearTimeout(timer);
}
