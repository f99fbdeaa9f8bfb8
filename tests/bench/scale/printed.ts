import type { Costs } from './costs.ts';
import { optionsFrom } from './options.ts';
import { simulation } from './simulation.ts';
import { sizes } from './sizes.ts';

const SIZES = '--sizes';

/** What the command prints. @param words of its command line */
export function printed(words: readonly string[], costs: Costs): string {
  const asked = optionsFrom(words.filter((word) => word !== SIZES));
  return words.includes(SIZES) ? sizes(asked, costs) : simulation(asked, costs);
}
