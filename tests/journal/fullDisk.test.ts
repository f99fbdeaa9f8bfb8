/** A real file system of 2 MB that fills up. Mounting one takes root. */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { JournalFailure } from '../../server/journal/journal.ts';
import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { positions, readAll, record, records } from './records.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const PAGE = 'x'.repeat(4_000);
const RECOVERY = { timeout: 20_000 };

const mount = (path: string, options: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
const canMount = (() => {
  const probe = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  return process.getuid?.() === 0 && probe.status === 0;
})();

let directory: string;
let journal: SqliteJournal;

beforeEach(async () => {
  directory = temporaryDirectory();
  mount(directory, 'size=2m');
  journal = await SqliteJournal.open(directory);
});

afterEach(async () => {
  await journal.close();
  spawnSync('umount', [directory]);
});

/** Appends until the disk refuses; the last position that was acknowledged. */
async function fill(): Promise<number> {
  let acknowledged = 0;
  for (;;) {
    const outcome = await journal
      .append('a', [record(1, { page: PAGE }), record(2)])
      .catch((failure) => failure);
    if (outcome instanceof JournalFailure) return acknowledged;
    acknowledged = outcome;
  }
}

test.runIf(canMount)(
  '[J14] on a full disk nothing is acknowledged or half kept; with room again all goes on',
  async () => {
    const acknowledged = await fill();
    expect(acknowledged).toBeGreaterThan(100);

    await vi.waitFor(() => expect(journal.isHealthy).toBe(true), RECOVERY);
    expect((await readAll(journal, 'a')).map(({ position }) => position)).toEqual(positions(acknowledged));
    await expect(journal.append('a', [record(1, { page: PAGE.repeat(100) })])).rejects.toThrow(
      JournalFailure,
    );

    mount(directory, 'remount,size=16m');
    await vi.waitFor(() => journal.append('b', records(1)), RECOVERY);
    expect(await journal.append('a', [record(3, { page: PAGE.repeat(100) })])).toBe(acknowledged + 1);
    expect((await readAll(journal, 'a')).map(({ position }) => position)).toEqual(
      positions(acknowledged + 1),
    );
    expect(await journal.verify('a')).toMatchObject({ position: acknowledged + 1, broken: null });
  },
);

test.runIf(canMount)('[J14] a disk that has lost what was acknowledged is not trusted again', async () => {
  const other = temporaryDirectory();
  const empty = await SqliteJournal.open(other);
  await empty.append('a', records(3));
  await empty.close();

  await fill();
  rmSync(join(directory, 'journal.sqlite-wal'), { force: true });
  cpSync(join(other, 'journal.sqlite'), join(directory, 'journal.sqlite'));
  const refused = () =>
    expect(journal.append('a', records(1))).rejects.toThrow(/lost acknowledged entries 4 to \d+ of stream a/);
  await vi.waitFor(refused, RECOVERY);
  expect(journal.isHealthy).toBe(false);
});
