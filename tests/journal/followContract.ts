/** Following, in every journal. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry } from '../../server/journal/journal.ts';
import type { Subject } from './journalContract.ts';
import { numbered, positions, readAll, record, records } from './records.ts';

export function followContract(subject: Subject): void {
  test('[J7] who follows hears what is there, then what comes, each entry once', async () => {
    const { journal } = subject;
    await journal.append('a', records(5));
    const heard: Entry[] = [];
    const stop = await journal.follow('a', 2, (entries) => heard.push(...entries));
    expect(heard).toEqual(numbered(records(5)).slice(2));
    await journal.append('b', records(1));
    await journal.append('a', records(3, 6));
    expect(heard).toEqual(numbered(records(8)).slice(2));
    stop();
    await journal.append('a', records(1));
    expect(heard).toHaveLength(6);
  });

  test('[J7] nothing is missed or heard twice while appends race with the follow', async () => {
    const { journal } = subject;
    let run = 0;
    const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.nat({ max: 29 }),
        fc.integer({ min: 1, max: 29 }),
        async (appends, from, to) => {
          run += 1;
          const stream = `race ${run}`;
          const heard: number[][] = [];
          const underway: Promise<unknown>[] = [];
          for (const [index, size] of appends.entries()) {
            if (index === to) await Promise.race(underway);
            if (index === from || index === to) {
              const mine: number[] = [];
              heard.push(mine);
              const hear = (entries: readonly Entry[]) =>
                mine.push(...entries.map(({ position }) => position));
              underway.push(journal.follow(stream, 0, hear));
            }
            underway.push(journal.append(stream, records(size)));
          }
          await Promise.all(underway);
          const total = appends.reduce((sum, size) => sum + size, 0);
          for (const mine of heard) expect(mine).toEqual(positions(total));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('[J7] who joins in a storm catches up with it', async () => {
    const { journal } = subject;
    let storming = true;
    const storm = async () => {
      while (storming) await journal.append('a', records(20));
    };
    const storms = Array.from({ length: 50 }, storm);
    await journal.append('a', records(20_000));
    const heard: number[] = [];
    await journal.follow('a', 0, (entries) => {
      for (const { position } of entries) heard.push(position);
    });
    expect(heard.length).toBeGreaterThan(20_000);
    storming = false;
    await Promise.all(storms);
    expect(heard).toEqual(positions((await journal.head('a')).position));
  });

  test('[J25] who catches up hears a few thousand entries at a time, and everything else has its turn in between', async () => {
    const { journal } = subject;
    await journal.append('a', records(15_000));
    for (let n = 0; n < 20; n += 1) await journal.append('a', records(500));
    let turns = 0;
    let watch = setImmediate(function next() {
      turns += 1;
      watch = setImmediate(next);
    });
    const portions: number[] = [];
    const turnsSeen: number[] = [];
    await journal.follow('a', 0, (entries) => {
      portions.push(entries.length);
      turnsSeen.push(turns);
    });
    clearImmediate(watch);
    expect(portions.reduce((sum, count) => sum + count)).toBe(25_000);
    expect(Math.max(...portions)).toBeLessThanOrEqual(3_000);
    expect(new Set(turnsSeen).size).toBe(portions.length);
  });

  test('[J8] followers have heard an append when it resolves, the very event that was appended', async () => {
    const { journal } = subject;
    const heard: Entry[][] = [[], []];
    for (const mine of heard) await journal.follow('a', 0, (entries) => mine.push(...entries));
    const appended = Array.from({ length: 100 }, (_, index) => record(index));
    await Promise.all(
      appended.map(async (recorded) => {
        const position = await journal.append('a', [recorded]);
        for (const mine of heard) expect(mine[position - 1]?.event).toBe(recorded.event);
      }),
    );
    expect(heard[0]).toEqual(await readAll(journal, 'a'));
  });

  test('[J8] an append made while hearing is heard in its turn', async () => {
    const { journal } = subject;
    const heard: number[] = [];
    const answers: Promise<number>[] = [];
    await journal.follow('a', 0, (entries) => {
      for (const { position } of entries) {
        heard.push(position);
        if (position < 10) answers.push(journal.append('a', [record(position)]));
      }
    });
    await journal.append('a', [record(0)]);
    for (const answer of answers) await answer;
    expect(heard).toEqual(positions(10));
  });

  test('[J7] a follow that fails while it hears is no follow', async () => {
    const { journal } = subject;
    await journal.append('a', records(1));
    const refuse = () => {
      throw new Error('a bug');
    };
    await expect(journal.follow('a', 0, refuse)).rejects.toThrow('a bug');
    expect(await journal.append('a', records(1))).toBe(2);
  });
}
