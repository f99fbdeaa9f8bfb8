/**
 * Simulates an evening of many viewers from the measured costs, and says what gives way first:
 * `npx tsx tests/bench/scale/simulate.ts [--viewers 1000000] [--nodes N] [--votes-per-second 10000] [--questions 300]
 * [--minutes 60] [--arrive-minutes 5] [--seed 1] [--readers 1] [--pace-ms MS] [--phones-per-node 8000]
 * [--verdict] [--sizes]`. Without `--nodes`: the fewest that carry it. `--readers` and `--pace-ms` ask for
 * what is not built. `--sizes` prints how many nodes for how many viewers instead, `--verdict` the last lines alone.
 * docs/deploy/sizing.md
 */
import { readCosts } from './costs.ts';
import { printed } from './printed.ts';

console.log(printed(process.argv.slice(2), readCosts()));
