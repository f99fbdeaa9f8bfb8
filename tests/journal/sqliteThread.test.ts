/** What becomes of appends when the journal's thread dies under them. */
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { type Entry, JournalFailure, Unconfirmed } from '../../server/journal/journal.ts';
import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { positions, readAll, record, records } from './records.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const saysNothingWasKept = (failure: unknown) =>
  failure instanceof JournalFailure && !(failure instanceof Unconfirmed);

afterEach(() => {
  vi.restoreAllMocks();
});

test('[J15] when its thread dies, whatever waits is refused, the failure is reported, and the journal goes on', async () => {
  const asked = vi.spyOn(Worker.prototype, 'postMessage');
  const failures: JournalFailure[] = [];
  const journal = await SqliteJournal.open(temporaryDirectory(), {
    onFailure: (failure) => failures.push(failure),
  });
  const heard: Entry[] = [];
  await journal.follow('a', 0, (entries) => heard.push(...entries));
  const thread = asked.mock.contexts[0] as Worker;

  const acknowledged: number[] = [];
  const storm = Array.from({ length: 100 }, async (_, index) => {
    for (;;) acknowledged.push(await journal.append('a', records(3, index)));
  });
  await expect.poll(() => acknowledged.length).toBeGreaterThan(1_000);
  void thread.terminate();
  for (const outcome of await Promise.allSettled(storm)) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(JournalFailure) });
  }
  expect(journal.isHealthy).toBe(false);
  expect(failures).toHaveLength(1);
  await expect(journal.append('a', [record(1)])).rejects.toSatisfy(saysNothingWasKept);

  await vi.waitFor(() => expect(journal.isHealthy).toBe(true), { timeout: 20_000 });
  const last = await journal.append('a', [record(1)]);
  const entries = await readAll(journal, 'a');
  expect(last % 3).toBe(1);
  expect(last).toBeGreaterThan(Math.max(...acknowledged));
  expect(entries.map(({ position }) => position)).toEqual(positions(last));
  expect(heard).toEqual(entries);
  expect(await journal.verify('a')).toMatchObject({ position: last, broken: null });
  await journal.close();
});

test('[J29] what the thread was given and did not answer is unknown; what it was not given was not kept', async () => {
  const asked = vi.spyOn(Worker.prototype, 'postMessage');
  const journal = await SqliteJournal.open(temporaryDirectory());
  await journal.append('a', [record(1)]);
  const thread = asked.mock.contexts[0] as Worker;
  asked.mockImplementationOnce(() => {});
  const given = journal.append('a', [record(2)]);
  await expect.poll(() => asked).toHaveBeenCalledTimes(2);
  const waiting = journal.append('a', [record(3)]);
  void thread.terminate();
  const refusals = await Promise.allSettled([given, waiting]);
  expect(refusals[0]).toMatchObject({ reason: expect.any(Unconfirmed) });
  expect(refusals[1]).toMatchObject({ reason: expect.toSatisfy(saysNothingWasKept) });
  await journal.close();
});
