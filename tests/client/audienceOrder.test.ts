import { describe, expect, test } from 'vitest';
import { HeldOrder } from '../../client/audience/heldOrder.svelte.ts';
import { type Questions, rank } from '../../client/audience/ranking.ts';
import type { AudienceQuestion } from '../../shared/views.ts';

const row = (votes: number, at: number, status: AudienceQuestion['status'] = 'approved') => ({
  text: `asked at ${at}`,
  language: 'en',
  votes,
  at,
  status,
  number: at,
});
const questions: Questions = { a: row(1, 1), b: row(5, 2), c: row(5, 3), d: row(9, 4, 'answered') };

describe('the order of questions', () => {
  test('[P3] most wanted: by votes, of equals the older, the answered last', () => {
    expect(rank(questions, 'wanted')).toEqual(['b', 'c', 'a', 'd']);
  });

  test('[P3] newest: by time alone', () => {
    expect(rank(questions, 'newest')).toEqual(['d', 'c', 'b', 'a']);
  });

  test('[P3] questions of one minute always stand in the same order', () => {
    const minute = { e: row(3, 60_000), f: row(3, 60_000), g: row(3, 60_000) };
    const { e, f, g } = minute;
    for (const sort of ['wanted', 'newest'] as const)
      for (const arrived of [minute, { g, e, f }, { f, g, e }])
        expect(rank(arrived, sort)).toEqual(['e', 'f', 'g']);
  });
});

describe('rows under the thumb', () => {
  const held = (sort: 'wanted' | 'newest') => {
    const order = new HeldOrder();
    order.sortBy(sort, questions);
    return order;
  };

  test('[P4] votes that overtake do not move rows; the order is offered', () => {
    const order = held('wanted');
    const after = { ...questions, a: row(20, 1) };
    expect(order.look(after, 50, false)).toBe(false);
    expect(order.ids).toEqual(['b', 'c', 'a', 'd']);
    expect(order.isOutdated).toBe(true);
    order.arrange(after);
    expect(order.ids).toEqual(['a', 'b', 'c', 'd']);
    expect(order.isOutdated).toBe(false);
  });

  test('[P4] rows move by themselves once they may', () => {
    const order = held('wanted');
    const after = { ...questions, a: row(20, 1) };
    order.look(after, 50, false);
    expect(order.look(after, 50, true)).toBe(true);
    expect(order.ids[0]).toBe('a');
  });

  test('[P4] in the order of votes a new question joins at the end and moves nothing', () => {
    const order = held('wanted');
    order.look({ ...questions, e: row(0, 5) }, 50, false);
    expect(order.ids).toEqual(['b', 'c', 'a', 'd', 'e']);
  });

  test('[P4] in the order of time new questions wait, and are counted', () => {
    const order = held('newest');
    order.look({ ...questions, e: row(0, 5), f: row(0, 6) }, 50, false);
    expect(order.ids).toEqual(['d', 'c', 'b', 'a']);
    expect(order.added).toBe(2);
  });

  test('[P4] what is gone leaves at once; the others keep their places', () => {
    const order = held('wanted');
    const { c: _, ...after } = questions;
    order.follow(after);
    expect(order.ids).toEqual(['b', 'a', 'd']);
  });

  test('[P4] what changes below the rows on the screen is not offered', () => {
    const order = held('wanted');
    order.look({ ...questions, a: row(4, 1), d: row(20, 4, 'answered') }, 2, false);
    expect(order.isOutdated).toBe(false);
  });
});
