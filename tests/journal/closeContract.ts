/** The chain's head, closing and opening again, in every journal. */
import { expect, test } from 'vitest';
import { NO_HEAD } from '../../server/journal/chain.ts';
import { type Journal, JournalFailure } from '../../server/journal/journal.ts';
import type { Subject } from './journalContract.ts';
import { numbered, readAll, record, records } from './records.ts';

export function closeContract(subject: Subject, reopen?: () => Promise<Journal>): void {
  test('[J11] the head of the chain is what comes out when the stream is read again', async () => {
    const { journal } = subject;
    expect(await journal.head('a')).toEqual({ position: 0, head: NO_HEAD });
    expect(await journal.verify('a')).toEqual({ position: 0, head: NO_HEAD, erased: 0, broken: null });
    const heads = new Set<string>();
    for (const size of [1, 2, 7_000]) {
      await journal.append('a', records(size));
      const head = await journal.head('a');
      expect(await journal.verify('a')).toEqual({ ...head, erased: 0, broken: null });
      heads.add(head.head);
    }
    expect(heads.size).toBe(3);
  });

  test('[J11] the same entries in two streams make different heads: the salts hide what is in them', async () => {
    const { journal } = subject;
    await Promise.all([journal.append('a', [record(1)]), journal.append('b', [record(1)])]);
    expect((await journal.head('a')).head).not.toBe((await journal.head('b')).head);
  });

  test('[J12] what was appended before the close is kept, what comes after is refused', async () => {
    const { journal } = subject;
    const before = [journal.append('a', records(1)), journal.append('b', records(2))];
    const closed = [journal.close(), journal.close()];
    const refused = Promise.allSettled([
      journal.append('a', [record(9)]),
      journal.head('a'),
      journal.verify('a'),
      journal.follow('a', 0, () => {}),
      readAll(journal, 'a'),
    ]);
    expect(await Promise.all(before)).toEqual([1, 2]);
    await Promise.all(closed);
    for (const outcome of await refused) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(JournalFailure) });
    }
    await expect(journal.append('a', [record(9)])).rejects.toThrow(JournalFailure);
  });

  test.runIf(reopen)('[J10] a journal opened again goes on where it was', async () => {
    await subject.journal.append('a', records(3));
    const { head } = await subject.journal.head('a');
    await subject.journal.close();
    subject.journal = (await reopen?.()) ?? subject.journal;
    expect(await subject.journal.head('a')).toEqual({ position: 3, head });
    expect(await subject.journal.append('a', records(2, 4))).toBe(5);
    expect(await readAll(subject.journal, 'a')).toEqual(numbered(records(5)));
    expect(await subject.journal.verify('a')).toMatchObject({ position: 5, broken: null });
  });
}
