import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Air } from '../../client/moderator/air.svelte.ts';
import { Lane, STEADY_MS } from '../../client/moderator/lane.svelte.ts';
import { type Outcome, refusal } from '../../shared/outcome.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const onAir = (questionId: string) => ({ questionId, text: '?', language: 'en', since: 0 });

const DONE: Outcome = { ok: true, seq: 1 };

/** A desk whose every command is answered with `answer`. */
function desk(answer: Outcome | undefined) {
  const sent: unknown[] = [];
  const told: string[] = [];
  const air = new Air({
    send: async (command) => {
      sent.push(command);
      return answer;
    },
    done: ({ type }) => told.push(`done ${type}`),
    refused: ({ code }) => told.push(code),
  });
  return { air, sent, told };
}

describe('Air', () => {
  it('[M13] an act names what its person has had time to see on air, not what has just appeared', async () => {
    const { air, sent } = desk(DONE);
    air.show(onAir('old'));
    vi.advanceTimersByTime(STEADY_MS);
    air.show(onAir('new'));
    await air.take('mine');
    vi.advanceTimersByTime(STEADY_MS);
    await air.clear();
    expect(sent).toEqual([
      { type: 'take', questionId: 'mine', expected: 'old' },
      { type: 'clear', expected: 'new' },
    ]);
  });

  it('[M13] what somebody took themselves counts as seen at once', async () => {
    const { air, sent, told } = desk(DONE);
    await air.take('mine');
    air.show(onAir('mine'));
    await air.clear();
    expect(sent.at(-1)).toEqual({ type: 'clear', expected: 'mine' });
    expect(told).toEqual(['done take', 'done clear']);
  });

  it('[M13] who was second learns it, and may take again over what is on air now', async () => {
    const { air, sent, told } = desk(refusal('airChanged', { onAir: 'theirs', by: 'Arta' }));
    await air.take('mine');
    expect(air.conflict).toEqual({ questionId: 'mine', by: 'Arta' });
    air.show(onAir('theirs'));
    vi.advanceTimersByTime(STEADY_MS);
    await air.again();
    expect(sent.at(-1)).toEqual({ type: 'take', questionId: 'mine', expected: 'theirs' });
    expect(told).toEqual([]);
  });

  it('[M13] a conflict ends once what was wanted is on air, whoever took it', async () => {
    const { air } = desk(refusal('airChanged', { onAir: 'theirs' }));
    await air.take('mine');
    air.show(onAir('mine'));
    expect(air.conflict).toBeUndefined();
  });

  it('[M15] what was not sent is neither done nor a conflict', async () => {
    const { air, told } = desk(undefined);
    await air.take('mine');
    expect([air.conflict, told]).toEqual([undefined, []]);
  });
});

describe('Lane', () => {
  const shown = (ids: string[]) => {
    const lane = new Lane();
    lane.show(ids, () => false);
    vi.advanceTimersByTime(STEADY_MS);
    return lane;
  };

  it('[M14] waits for the person when somebody else made the selected question leave', () => {
    const lane = shown(['a', 'b']);
    lane.select('a');
    lane.show(['b'], () => false);
    expect([lane.selected, lane.steady]).toEqual(['b', false]);
    vi.advanceTimersByTime(STEADY_MS);
    expect(lane.steady).toBe(true);
  });

  it('[M14] does not wait when the person did it, or has moved on since', () => {
    const lane = shown(['a', 'b', 'c']);
    lane.select('a');
    lane.show(['b', 'c'], (id) => id === 'a');
    expect(lane.steady).toBe(true);
    lane.show(['c'], () => false);
    lane.step(1);
    expect(lane.steady).toBe(true);
  });

  it('[M14] knows when another question has just become the next one', () => {
    const lane = shown(['a', 'b']);
    lane.show(['b', 'a'], () => false);
    expect(lane.firstSteady).toBe(false);
    vi.advanceTimersByTime(STEADY_MS);
    lane.show(['a', 'b'], (id) => id === 'a');
    expect(lane.firstSteady).toBe(true);
  });
});
