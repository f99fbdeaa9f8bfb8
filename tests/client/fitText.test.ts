import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, type Measured, type Setting, WIDEST } from '../../client/overlay/fitText.ts';

/** A text without spaces whose letters are all equally wide: `em` of the size each. */
const row =
  (letters: number, em: number) =>
  (setting: Setting): Measured => {
    const perLine = Math.max(1, Math.floor(setting.width / (setting.size * em)));
    const lines = Math.ceil(letters / perLine);
    return { lines, safe: lines * setting.size * 1.2 <= 800 && setting.size * em <= setting.width };
  };

const anyRow = fc
  .record({ letters: fc.integer({ min: 1, max: 280 }), em: fc.double({ min: 0.2, max: 8, noNaN: true }) })
  .map(({ letters, em }) => row(letters, em));

describe('fitText', () => {
  it('[O4] a short question stands in large letters on one line, no wider than it needs', () => {
    const { size, width } = fitText(row(20, 0.5));
    expect(size).toBe(60);
    expect(width).toBeGreaterThanOrEqual(600);
    expect(width).toBeLessThan(630);
  });

  it('[O4] 280 letters of ordinary width keep 44 units', () => {
    expect(fitText(row(280, 0.5)).size).toBe(44);
  });

  it('[O4] what fits in three lines is never set under 44 units', () => {
    fc.assert(
      fc.property(anyRow, (measure) => {
        const { lines, safe } = measure({ size: 44, width: WIDEST });
        fc.pre(safe && lines <= 3);
        expect(fitText(measure).size).toBeGreaterThanOrEqual(44);
      }),
    );
  });

  it('[O5] whatever the letters, all of the text is inside the safe area', () => {
    fc.assert(
      fc.property(anyRow, (measure) => {
        expect(measure(fitText(measure)).safe).toBe(true);
      }),
    );
  });
});
