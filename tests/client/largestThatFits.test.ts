import fc from 'fast-check';
import { expect, it } from 'vitest';
import { largestThatFits } from '../../client/host/largestThatFits.ts';

it('[H1] the question on air is set in the largest size that its place holds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 18, max: 96 }), (limit) => {
      expect(largestThatFits(18, 96, (size) => size <= limit)).toBe(limit);
    }),
  );
});

it('[H1] where nothing fits, the smallest size is taken', () => {
  expect(largestThatFits(18, 96, () => false)).toBe(18);
});
