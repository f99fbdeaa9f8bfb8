import { expect, test } from 'vitest';
import { Limits } from '../../server/access/limits.ts';
import { Rate } from '../../server/access/rate.ts';

test('[A9] a rate lets so many at once, then one a pace, and says exactly how long to wait', () => {
  const rate = new Rate(6, 60_000);
  const taken = Array.from({ length: 6 }, () => rate.take('who', 0));
  expect(taken).toEqual([0, 0, 0, 0, 0, 0]);
  expect(rate.take('who', 0)).toBe(10_000);
  expect(rate.take('who', 9_999)).toBe(1);
  expect(rate.take('who', 10_000)).toBe(0);
  expect(rate.take('who', 10_000)).toBe(10_000);
  expect(rate.take('somebody else', 10_000)).toBe(0);
});

test('[N10] takes that are known from elsewhere count as much as own ones', () => {
  const [own, other] = [new Rate(6, 60_000), new Rate(6, 60_000)];
  const taken: number[] = [];
  for (let now = 1_000_000; now < 1_200_000; now += 3_333) {
    const wait = own.take('who', now);
    expect(other.waitAfter(taken, now)).toBe(wait);
    if (wait === 0) taken.push(now);
  }
  expect(taken.length).toBeGreaterThan(20);
});

test('[A9] over any stretch a rate grants no more than its burst and its pace', () => {
  const rate = new Rate(60, 10_000, 20);
  let granted = 0;
  for (let now = 0; now < 100_000; now += 7) if (rate.take('who', now) === 0) granted += 1;
  expect(granted).toBeGreaterThan(598);
  expect(granted).toBeLessThanOrEqual(620);
});

test('[A9] who has rested is as a stranger, and who has not is not, whoever else comes by', () => {
  const rate = new Rate(2, 1_000);
  const take = (now: number) => rate.take('who', now);
  for (let key = 0; key < 25_000; key += 1) rate.take(`passer-by ${key}`, key);
  expect([take(25_000), take(25_000)]).toEqual([0, 0]);
  for (let now = 25_001; now < 25_500; now += 1) {
    rate.take(`passer-by ${now}`, now);
    expect(take(now)).toBe(25_500 - now);
  }
  expect([take(26_000), take(26_000)]).toEqual([0, 0]);
});

test('[A19] a flood of addresses fills no memory: past a number the earliest are forgotten', () => {
  const rate = new Rate(1, 60_000);
  expect(rate.take('first', 0)).toBe(0);
  for (let key = 0; key < 100_000; key += 1) rate.take(`flood ${key}`, 0);
  expect(rate.take('first', 0)).toBe(60_000);
  for (let key = 100_000; key < 250_000; key += 1) rate.take(`flood ${key}`, 0);
  expect(rate.take('first', 0)).toBe(0);
});

test('[A9] each person has limits of their own for each kind of command', () => {
  const limits = new Limits(true, () => 0);
  const untilRefused = (kind: string, who: string) => {
    let count = 0;
    while (limits.command(kind, who) === 0) count += 1;
    return count;
  };
  expect(untilRefused('askQuestion', 'a')).toBe(6);
  expect(untilRefused('upvote', 'a')).toBe(60);
  expect(untilRefused('askQuestion', 'b')).toBe(6);
});

test('[A9] a hall of phones behind one address comes in, a flood does not', () => {
  let now = 0;
  const limits = new Limits(true, () => now);
  for (let phone = 0; phone < 3_000; phone += 1) expect(limits.newcomer('203.0.113.5')).toBe(0);
  expect(limits.newcomer('203.0.113.5')).toBe(20);
  expect(limits.newcomer('::ffff:203.0.113.6')).toBe(0);
  now = 60_000;
  expect(limits.newcomer('203.0.113.5')).toBe(0);
});

test('[A9] five hundred people of one hall ask in the same minute, and the hall after them', () => {
  let now = 0;
  const limits = new Limits(true, () => now);
  const ask = () => limits.question({ asked: [], unread: 500, address: '203.0.113.5' });
  for (let person = 0; person < 600; person += 1) expect(ask()).toBe(0);
  expect(ask()).toBe(100);
  now = 30_000;
  for (let person = 0; person < 300; person += 1) expect(ask()).toBe(0);
  expect(ask()).toBe(100);
});

test('[A9] an IPv6 network counts as one address', () => {
  const limits = new Limits(true, () => 0);
  for (let guess = 0; guess < 60; guess += 1) expect(limits.failure(`2001:db8:1:2::${guess + 1}`)).toBe(0);
  expect(limits.failure('2001:db8:1:2:aaaa:bbbb:cccc:dddd')).toBeGreaterThan(0);
  expect(limits.failure('2001:db8:1:3::1')).toBe(0);
  expect(limits.failure('::1')).toBe(0);
  expect(limits.failure('')).toBe(0);
});

test('[A9] switched off, nothing is limited', () => {
  const limits = new Limits(false, () => 0);
  for (let time = 0; time < 10_000; time += 1) {
    expect(limits.command('askQuestion', 'a') + limits.staffCommand('k')).toBe(0);
    expect(limits.newcomer('a') + limits.failure('a')).toBe(0);
    expect(limits.question({ asked: [], unread: 10_000, address: 'a' })).toBe(0);
  }
});
