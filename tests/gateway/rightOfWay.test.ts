import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fanOut } from '../../server/gateway/fanOut.ts';
import { RightOfWay } from '../../server/gateway/rightOfWay.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const PHONES = Array.from({ length: 1_000 }, (_, number) => number);
const never = () => new Promise<void>(() => {});

/** Tells all phones. @returns how many milliseconds it took */
async function tell(rightOfWay: RightOfWay): Promise<number> {
  const from = performance.now();
  let told = 0;
  let isOver = false;
  const serve = () => {
    told += 1;
  };
  const telling = fanOut(PHONES, serve, rightOfWay.giving()).then(() => {
    isOver = true;
  });
  while (!isOver) {
    await new Promise((turn) => setImmediate(turn));
    if (told < PHONES.length) await vi.advanceTimersByTimeAsync(1);
  }
  await telling;
  expect(told).toBe(PHONES.length);
  return performance.now() - from;
}

test('[G50] phones wait for an act that is under way, and for all acts together no more than moments', async () => {
  const rightOfWay = new RightOfWay();
  const quiet = await tell(rightOfWay);
  rightOfWay.take(new Promise((over) => setTimeout(over, 20)));
  expect(await tell(rightOfWay)).toBeGreaterThanOrEqual(20);
  const busy = setInterval(() => rightOfWay.take(never()), 0);
  rightOfWay.take(never());
  const slowest = await tell(rightOfWay);
  clearInterval(busy);
  expect(slowest).toBeGreaterThanOrEqual(50);
  expect(slowest).toBeLessThanOrEqual(50 + quiet + 5);
});
