import { describe, expect, test } from 'vitest';
import { chart } from '../bench/chart.ts';
import { compare } from '../bench/metric.ts';

const metrics = {
  votesPerSecond1000: compare([150], [100], { least: 1.4 }),
  bytesPerIdlePhone: compare([120], [100], { most: 1.1 }),
  ackP50Ms1000: compare([1], [1]),
};
const lengths = (svg: string) =>
  [...svg.matchAll(/class="bar" .*?width="([\d.]+)"/g)].map(([, width]) => Number(width));

describe('the chart of the benchmark', () => {
  test('has a bar for each bound metric, as long as its ratio in parts of the bound', () => {
    const [votes = 0, memory = 0] = lengths(chart(metrics));
    expect(lengths(chart(metrics))).toHaveLength(2);
    expect(votes / memory).toBeCloseTo(1.5 / 1.4 / (1.2 / 1.1), 2);
  });

  test('says what missed in words, not by its looks alone', () => {
    expect(chart(metrics)).toContain('>1.50 (≥ 1.4)<');
    expect(chart(metrics)).toContain('>1.20 (≤ 1.1) missed<');
  });

  test('draws no group that has no bar', () => {
    expect(chart({ bytesPerIdlePhone: metrics.bytesPerIdlePhone })).not.toContain('More is better');
  });
});
