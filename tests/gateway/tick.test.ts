/** When phones are told: at once, soon, or when the budget of bytes allows. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ByteBudget } from '../../server/gateway/byteBudget.ts';
import { paceOf, paceOfActs } from '../../server/gateway/pace.ts';
import { Tick } from '../../server/gateway/tick.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const fail = (error: unknown) => {
  throw error;
};

/** The starts of a tick whose work takes `workMs`, in milliseconds from now. */
function started(workMs = 0) {
  const from = performance.now();
  const starts: number[] = [];
  const tick = new Tick(async () => {
    starts.push(Math.round(performance.now() - from));
    await new Promise((done) => setTimeout(done, workMs));
  }, fail);
  return { tick, starts };
}

test('[G40] a tick starts at once when idle, then after its interval, however many ask', async () => {
  const { tick, starts } = started();
  for (let ms = 0; ms < 1_000; ms += 10) {
    tick.request(200);
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(starts).toEqual([0, 200, 400, 600, 800, 1_000]);
  await vi.advanceTimersByTimeAsync(5_000);
  tick.request(200);
  await vi.advanceTimersByTimeAsync(0);
  expect(starts.slice(6)).toEqual([6_000]);
});

test('[G40] whoever can wait least is heard first, and nobody is forgotten', async () => {
  const { tick, starts } = started();
  tick.request(200);
  await vi.advanceTimersByTimeAsync(10);
  tick.request(5_000);
  tick.request(200);
  tick.request(5_000);
  await vi.advanceTimersByTimeAsync(100);
  tick.request(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(starts).toEqual([0, 110]);
});

test('[G40] a tick never starts before the last is over, nor after the stop', async () => {
  const { tick, starts } = started(700);
  tick.request(0);
  await vi.advanceTimersByTimeAsync(699);
  tick.request(0);
  expect(starts).toEqual([0]);
  await vi.advanceTimersByTimeAsync(100);
  expect(starts).toHaveLength(2);
  tick.request(0);
  tick.stop();
  tick.request(0);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(starts).toHaveLength(2);
});

test('[G40] work that fails is told of, and the next is done', async () => {
  const errors: unknown[] = [];
  const tick = new Tick(
    async () => fail(new Error('a bug')),
    (error) => errors.push(error),
  );
  for (const wanted of [1, 2]) {
    tick.request(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(errors).toHaveLength(wanted);
  }
});

test('[G43] telling phones takes 40 % of a core at most, and 80 % where staff act as fast as they can', () => {
  const writingMs = 5_000 * 0.022;
  expect(paceOf(5_000, 300)).toBeCloseTo(writingMs / 0.4);
  expect(paceOfActs(5_000)).toBeCloseTo(writingMs / 0.8);
  expect([paceOf(10, 300), paceOf(10, 40_000)]).toEqual([200, 2_000]);
  expect(paceOfActs(10)).toBeLessThan(1);
});

/** Counts as fast as the budget lets them, patches of `bytes`, for `ms` milliseconds. @returns the pauses */
async function pauses(budget: ByteBudget, bytes: number, ms: number): Promise<number[]> {
  const until = performance.now() + ms;
  const found: number[] = [];
  while (performance.now() < until) {
    budget.spend(bytes);
    const pause = Math.max(200, budget.readyAt - performance.now());
    found.push(Math.round(pause));
    await vi.advanceTimersByTimeAsync(pause);
  }
  return found;
}

test('[G41] counts move five times a second from rest, then as the budget allows', async () => {
  const found = await pauses(new ByteBudget(), 100, 3_600_000);
  expect(found.slice(0, 30).every((pause) => pause === 200)).toBe(true);
  expect(found.at(-1)).toBe(2_500);
  expect(found.length * 100).toBeLessThan(150_000);
});

test('[G41] no count waits for longer than ten seconds, and a silence makes good for what was spent', async () => {
  expect(paceOf(10, 10_000_000)).toBe(10_000);
  const budget = new ByteBudget();
  const found = await pauses(budget, 5_000, 60_000);
  expect(Math.max(...found)).toBe(10_000);
  await vi.advanceTimersByTimeAsync(120_000);
  expect((await pauses(budget, 100, 1_000)).every((pause) => pause === 200)).toBe(true);
});
