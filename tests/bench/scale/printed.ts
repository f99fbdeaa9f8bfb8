import type { Costs } from './costs.ts';
import { optionsFrom } from './options.ts';
import { simulation } from './simulation.ts';
import { sizes } from './sizes.ts';

const SIZES = '--sizes';
const VERDICT = '--verdict';

/** What the command prints. @param words of its command line */
export function printed(words: readonly string[], costs: Costs): string {
  const asked = optionsFrom(words.filter((word) => word !== SIZES && word !== VERDICT));
  return words.includes(SIZES) ? sizes(asked, costs) : simulation(asked, costs, words.includes(VERDICT));
}
