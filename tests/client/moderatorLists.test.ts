import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actOfKey, type Stroke } from '../../client/moderator/actOfKey.ts';
import { actsFor } from '../../client/moderator/actsFor.ts';
import { beforeAfterStep, beforeAtHeight } from '../../client/moderator/beforeAfterStep.ts';
import { holdOrder } from '../../client/moderator/holdOrder.ts';
import { heir, neighbour } from '../../client/moderator/neighbour.ts';
import { readingSeconds } from '../../client/moderator/readingSeconds.ts';
import { searchable } from '../../client/moderator/searchable.ts';
import { placed } from '../../shared/placed.ts';

const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });

describe('holdOrder', () => {
  it('[M3] rows that stay keep their order; new ones come last, whatever their votes', () => {
    expect(holdOrder(['a', 'b', 'c'], ['new', 'c', 'a'])).toEqual(['a', 'c', 'new']);
  });

  it('[M3] shows exactly what there is', () => {
    fc.assert(
      fc.property(ids, ids, (shown, sorted) => {
        expect(holdOrder(shown, sorted).toSorted()).toEqual(sorted.toSorted());
      }),
    );
  });
});

describe('selection', () => {
  it('[M4] a step goes to the neighbour and stops at the ends; the first step selects the first', () => {
    expect(neighbour(['a', 'b', 'c'], 'b', 1)).toBe('c');
    expect(neighbour(['a', 'b', 'c'], 'a', -1)).toBe('a');
    expect(neighbour(['a', 'b', 'c'], null, -1)).toBe('a');
    expect(neighbour([], null, 1)).toBeNull();
  });

  it('[M4] when the selected question leaves, the next that is still there is selected, else the one before', () => {
    expect(heir(['a', 'b', 'c', 'd'], ['a', 'd'], 'b')).toBe('d');
    expect(heir(['a', 'b', 'c'], ['b', 'a'], 'c')).toBe('b');
    expect(heir(['a'], [], 'a')).toBeNull();
  });
});

describe('running order', () => {
  it('[M5] a step up or down is a move before the right question', () => {
    expect(beforeAfterStep(['a', 'b', 'c'], 'b', -1)).toBe('a');
    expect(beforeAfterStep(['a', 'b', 'c'], 'a', 1)).toBe('c');
    expect(beforeAfterStep(['a', 'b', 'c'], 'b', 1)).toBeNull();
    expect(beforeAfterStep(['a', 'b', 'c'], 'a', -1)).toBeUndefined();
    expect(beforeAfterStep(['a', 'b', 'c'], 'gone', 1)).toBeUndefined();
  });

  it('[M5] a step there and a step back change nothing', () => {
    fc.assert(
      fc.property(ids, fc.nat(), (order, pick) => {
        const id = order[pick % order.length] ?? '';
        const down = beforeAfterStep(order, id, 1);
        fc.pre(down !== undefined);
        const moved = placed(order, id, down);
        expect(moved.indexOf(id)).toBe(order.indexOf(id) + 1);
        expect(placed(moved, id, beforeAfterStep(moved, id, -1) ?? null)).toEqual(order);
      }),
    );
  });

  it('[M5] a row dropped above the middle of another stands before it, below all of them last', () => {
    const others = [
      { id: 'a', middle: 50 },
      { id: 'b', middle: 150 },
    ];
    expect(beforeAtHeight(others, 49)).toBe('a');
    expect(beforeAtHeight(others, 51)).toBe('b');
    expect(beforeAtHeight(others, 400)).toBeNull();
  });

  it('[M5] where the question to stand before has left meanwhile, the end is the place', () => {
    expect(placed(['a', 'b', 'c'], 'a', 'gone')).toEqual(['b', 'c', 'a']);
  });
});

describe('actsFor', () => {
  it('[M6] only approved questions can be taken, and what is on air can only be cleared or marked', () => {
    expect(actsFor({ status: 'waiting' }, 'neither')).not.toContain('take');
    expect(actsFor({ status: 'declined' }, 'neither')).toEqual(['approve']);
    expect(actsFor({ status: 'approved' }, 'onAir')).toEqual(['clear', 'markAnswered']);
    expect(actsFor({ status: 'answered' }, 'onAir')).toEqual(['clear']);
    expect(actsFor({ status: 'approved' }, 'queued')).toContain('take');
  });
});

describe('actOfKey', () => {
  const stroke = (key: string, more: Partial<Stroke> = {}): Stroke => ({
    key,
    code: '',
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    ...more,
  });

  it('[M7] letters act, alone, in either case, and by their place on a Cyrillic keyboard', () => {
    expect(actOfKey(stroke('a'), true)).toBe('approve');
    expect(actOfKey(stroke('T'), true)).toBe('take');
    expect(actOfKey(stroke('ц', { code: 'KeyC' }), true)).toBe('clear');
    expect(actOfKey(stroke('c', { ctrlKey: true }), true)).toBeUndefined();
    expect(actOfKey(stroke('c', { metaKey: true }), true)).toBeUndefined();
  });

  it('[M7] a Latin letter means itself wherever the layout has put it', () => {
    expect(actOfKey(stroke('q', { code: 'KeyA' }), true)).toBe('queue');
  });

  it('[M7] with single-letter shortcuts off, arrows still work and letters do not', () => {
    expect(actOfKey(stroke('a'), false)).toBeUndefined();
    expect(actOfKey(stroke('?'), false)).toBeUndefined();
    expect(actOfKey(stroke('ArrowDown'), false)).toBe('next');
    expect(actOfKey(stroke('ArrowUp', { altKey: true }), false)).toBe('moveUp');
  });
});

describe('readingSeconds', () => {
  it('[M8] at least 4 seconds; else 1.5 seconds and one for every 13 characters as a reader counts them', () => {
    expect(readingSeconds('A?')).toBe(4);
    expect(readingSeconds('x'.repeat(130))).toBe(12);
    expect(readingSeconds('👩‍👩‍👧'.repeat(130))).toBe(12);
    expect(readingSeconds('x'.repeat(280))).toBe(24);
  });
});

describe('searchable', () => {
  it('[M9] finds a word in either script, with or without its marks', () => {
    expect(searchable('Где је ЖЕЛЕЗНИЧКА станица, Њего?')).toBe('gde je zeleznicka stanica, njego?');
    expect(searchable('Đaci i ČAS')).toBe('daci i cas');
    expect(searchable('Çfarë është ura')).toBe('cfare eshte ura');
  });
});
