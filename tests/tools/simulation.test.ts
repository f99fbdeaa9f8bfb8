import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { ByteBudget } from '../../server/gateway/byteBudget.ts';
import { bottleneckOf } from '../bench/scale/carrying.ts';
import { readCosts } from '../bench/scale/costs.ts';
import { evening, RESOURCES } from '../bench/scale/evening.ts';
import { leastSquares } from '../bench/scale/leastSquares.ts';
import { COUNT_BYTES_PER_SECOND, LONGEST_REST_S } from '../bench/scale/model.ts';
import { optionsFrom } from '../bench/scale/options.ts';
import { printed } from '../bench/scale/printed.ts';
import { withTables } from '../bench/scale/tablesInDocs.ts';

const costs = readCosts();
const night = (viewers: number, nodes: number) =>
  evening({ ...optionsFrom(['--viewers', `${viewers}`, '--minutes', '12']), nodes }, costs);

describe('[N16] the simulation of an evening on many nodes', () => {
  test('[N16] more viewers never use less of anything', () => {
    for (const viewers of [1_000, 30_000, 1_000_000])
      for (const nodes of [2, 20, 200])
        for (const resource of RESOURCES) {
          const [one, two] = [night(viewers, nodes), night(2 * viewers, nodes)];
          expect(two.peaks[resource].use, `${viewers} ${nodes} ${resource}`).toBeGreaterThanOrEqual(
            one.peaks[resource].use,
          );
        }
  });

  test('[N16] too few nodes are busy themselves, too many keep Redis busy', () => {
    expect(bottleneckOf(night(1_000_000, 5))).toBe('CPU of a node');
    expect(bottleneckOf(night(1_000_000, 1_000))).toMatch(/ of Redis$/);
  });

  test('[N16] the same seed gives the same evening, and the first to give way is named', () => {
    const words = ['--viewers', '20000', '--minutes', '12'];
    expect(printed(words, costs)).toBe(printed(words, costs));
    expect(printed(words, costs)).toMatch(/^First to give way: (CPU|memory|network) of (a node|Redis), /m);
  });

  test('[N16] it allows a phone the bytes that the product allows it', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const restAfter = (bytes: number) => {
      const budget = new ByteBudget();
      budget.spend(1e6);
      vi.advanceTimersByTime(LONGEST_REST_S * 1_000);
      budget.spend(bytes);
      return (budget.readyAt - performance.now()) / 1_000;
    };
    try {
      expect(restAfter(5 * COUNT_BYTES_PER_SECOND)).toBeCloseTo(5, 3);
      expect(restAfter(1e6)).toBeCloseTo(LONGEST_REST_S, 3);
    } finally {
      vi.useRealTimers();
    }
  });

  test('what one of each costs is found from what so many cost together', () => {
    const observe = (...counts: number[]) => ({
      counts,
      total: counts.reduce((sum, count, index) => sum + count * (index + 2), 0),
    });
    const found = leastSquares([observe(1, 0, 5), observe(2, 7, 1), observe(0, 3, 3), observe(4, 4, 4)]);
    expect(found.map((cost) => cost.toFixed(6))).toEqual(['2.000000', '3.000000', '4.000000']);
  });
});

test('[C10] the tables of docs/deploy/sizing.md are what the programs print from the committed costs', () => {
  const document = readFileSync('docs/deploy/sizing.md', 'utf8');
  expect(withTables(document, costs)).toBe(document);
  expect(document.match(/^<!-- (costs|checks|simulate)/gm)?.length).toBeGreaterThan(3);
});
