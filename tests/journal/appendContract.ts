/** Appending and reading, in every journal. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Recorded } from '../../server/journal/journal.ts';
import type { Subject } from './journalContract.ts';
import { numbered, positions, readAll, record, records } from './records.ts';

export function appendContract(subject: Subject): void {
  test('[J1] entries come back in the order in which they were appended, counted from 1', async () => {
    const { journal } = subject;
    expect(await journal.append('a', records(2))).toBe(2);
    expect(await journal.append('a', records(3, 3))).toBe(5);
    expect(await readAll(journal, 'a')).toEqual(numbered(records(5)));
  });

  test('[J1] a thousand that append at once get positions of their own, without gaps', async () => {
    const { journal } = subject;
    const sizes = Array.from({ length: 1_000 }, (_, index) => 1 + (index % 3));
    const lasts = await Promise.all(
      sizes.map((size, index) => journal.append('a', records(size, index * 10))),
    );
    let total = 0;
    for (const [index, size] of sizes.entries()) {
      total += size;
      expect(lasts[index]).toBe(total);
    }
    const entries = await readAll(journal, 'a');
    expect(entries).toEqual(numbered(sizes.flatMap((size, index) => records(size, index * 10))));
    expect(entries.map(({ position }) => position)).toEqual(positions(total));
  });

  test('[J1] an append of nothing keeps nothing and tells the last position', async () => {
    const { journal } = subject;
    expect(await journal.append('a', [])).toBe(0);
    await journal.append('a', records(2));
    expect(await journal.append('a', [])).toBe(2);
    expect(await readAll(journal, 'a')).toHaveLength(2);
  });

  test('[J1] one append may be large', async () => {
    const { journal } = subject;
    const many = Array.from({ length: 150_000 }, () => record(1));
    expect(await journal.append('a', many)).toBe(150_000);
    expect(await journal.append('a', [record(2)])).toBe(150_001);
    const entries = await readAll(journal, 'a');
    expect(entries.map(({ position }) => position)).toEqual(positions(150_001));
    expect(await readAll(journal, 'a', 150_000)).toEqual([{ position: 150_001, ...record(2) }]);
  });

  test('[J2] of an append that cannot be written, nothing is kept', async () => {
    const { journal } = subject;
    const unwritable = record(2, { n: 2n });
    const [, failed, after] = await Promise.allSettled([
      journal.append('a', [record(1)]),
      journal.append('a', [record(2), unwritable, record(3)]),
      journal.append('a', [record(4)]),
    ]);
    expect(failed?.status).toBe('rejected');
    expect(after).toEqual({ status: 'fulfilled', value: 2 });
    expect(await readAll(journal, 'a')).toEqual(numbered([record(1), record(4)]));
  });

  test('[J3] reading begins after any position', async () => {
    const { journal } = subject;
    await journal.append('a', records(10));
    await journal.append('a', records(10, 11));
    for (const after of [0, 1, 9, 10, 11, 19, 20, 21]) {
      expect(await readAll(journal, 'a', after)).toEqual(numbered(records(20)).slice(after));
    }
    expect(await readAll(journal, 'nowhere')).toEqual([]);
  });

  test('[J3] reading ends, although others go on appending', async () => {
    const { journal } = subject;
    let last = await journal.append('a', records(5_000));
    let read = 0;
    for await (const batch of journal.read('a')) {
      read += batch.length;
      last = await journal.append('a', records(5_000, last + 1));
    }
    expect(read).toBeGreaterThanOrEqual(5_000);
    expect(read).toBeLessThan(last);
  });

  test('[J4] streams count for themselves, whatever they are called', async () => {
    const { journal } = subject;
    const names = ['a', 'A', 'debate:1', '', 'ћ', '%', "'; DROP TABLE commits; --", 'constructor'];
    await Promise.all(names.map((name, index) => journal.append(name, [record(index)])));
    await Promise.all(names.map((name) => journal.append(name, [record(9)])));
    for (const [index, name] of names.entries()) {
      expect(await readAll(journal, name)).toEqual(numbered([record(index), record(9)]));
    }
  });

  test('[J6] every text comes back as it was, from every plane of Unicode', async () => {
    const { journal } = subject;
    const planes = Array.from({ length: 17 }, (_, plane) => String.fromCodePoint(plane * 0x10000 + 0x41));
    const awkward = ['', '\0', '\n', '\r\n', '\u2028', '\ud800', '\udfff', '"\\', 'Ћљњ ëç', '👩‍👩‍👧'];
    const texts = [...planes, ...awkward];
    await journal.append(
      'a',
      texts.map((text) => record(1, { text })),
    );
    const read = await readAll(journal, 'a');
    expect(read.map(({ event }) => (event as { text?: string }).text)).toEqual(texts);
  });

  test('[J6] every JSON value comes back as it was', async () => {
    const { journal } = subject;
    const type = fc.string({ unit: 'binary' });
    const recorded: fc.Arbitrary<Recorded> = fc.record({
      at: fc.nat(),
      by: fc.string({ unit: 'binary' }),
      event: fc.record({ type, value: fc.jsonValue({ stringUnit: 'binary' }) }),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(recorded, { minLength: 1 }), async (appended) => {
        run += 1;
        await journal.append(`run ${run}`, appended);
        const read = await readAll(journal, `run ${run}`);
        expect(JSON.stringify(read)).toBe(JSON.stringify(numbered(appended)));
      }),
    );
  });
}
