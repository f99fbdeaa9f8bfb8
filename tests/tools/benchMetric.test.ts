import { describe, expect, test } from 'vitest';
import { compare, percentile } from '../bench/metric.ts';
import { table } from '../bench/table.ts';

describe('a benchmark’s figure', () => {
  test('compares medians, so that one disturbed run decides nothing', () => {
    expect(compare([90, 10, 100], [100, 100, 900])).toMatchObject({ ours: 90, reference: 100, ratio: 0.9 });
  });

  test('keeps or misses its bound on either side of it', () => {
    expect(compare([84], [100], { least: 0.85 }).ok).toBe(false);
    expect(compare([85], [100], { least: 0.85 }).ok).toBe(true);
    expect(compare([125], [100], { most: 1.25 }).ok).toBe(true);
    expect(compare([126], [100], { most: 1.25 }).ok).toBe(false);
    expect(compare([1], [100])).toMatchObject({ bound: null, ok: true });
  });

  test('is missed where nothing was measured', () => {
    expect(compare([], [], { most: 1 }).ok).toBe(false);
  });

  test('takes the smallest value that so many do not exceed as their percentile', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect([0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([100, 198, 200]);
  });

  test('is marked in the table where it missed', () => {
    const lines = table({
      votes: compare([50], [100], { least: 0.85 }),
      memory: compare([1], [1], { most: 2 }),
    });
    expect(lines).toMatch(/^votes .*0\.50 .*0\.85 .*MISSED$/m);
    expect(lines).toMatch(/^memory .*1\.00 .*2 .*ok$/m);
  });
});
