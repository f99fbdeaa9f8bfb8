/** What goes into one commit. */
import { expect, test } from 'vitest';
import { Followers } from '../../server/journal/followers.ts';
import { type Addition, GroupCommit } from '../../server/journal/groupCommit.ts';
import { JournalFailure } from '../../server/journal/journal.ts';
import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { record } from './records.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const nobody = new Followers(async function* () {});

/** Commits that end when the test says so. */
function heldCommits() {
  const commits: { additions: readonly Addition[]; end: (lasts: number[]) => void; fail: () => void }[] = [];
  const group = new GroupCommit(
    (additions) =>
      new Promise((end, reject) => {
        commits.push({ additions, end, fail: () => reject(new JournalFailure('no disk')) });
      }),
    nobody,
  );
  return { commits, group };
}

test('[J5] whatever waits while one commit runs goes into the next, together', async () => {
  const { commits, group } = heldCommits();
  const first = group.append('a', [record(1)]);
  await expect.poll(() => commits).toHaveLength(1);
  const waiting = Array.from({ length: 1_000 }, (_, n) => group.append(n % 2 ? 'a' : 'b', [record(n)]));
  commits[0]?.end([1]);
  expect(await first).toBe(1);
  await expect.poll(() => commits).toHaveLength(2);
  expect(commits[1]?.additions.map(({ stream, count }) => [stream, count])).toEqual([
    ['b', 500],
    ['a', 500],
  ]);
  commits[1]?.end([500, 501]);
  expect((await Promise.all(waiting)).slice(-2)).toEqual([500, 501]);
  expect(commits).toHaveLength(2);
});

test('[J5] a commit that fails refuses what was in it, and nothing else', async () => {
  const { commits, group } = heldCommits();
  const refused = expect(group.append('a', [record(1)])).rejects.toThrow('no disk');
  await expect.poll(() => commits).toHaveLength(1);
  const next = group.append('a', [record(2)]);
  commits[0]?.fail();
  await refused;
  await expect.poll(() => commits).toHaveLength(2);
  commits[1]?.end([1]);
  expect(await next).toBe(1);
});

test('[J26] what is urgent takes along what waits, and waits for no pace itself', async () => {
  const commits: number[] = [];
  const commit = async (additions: readonly Addition[]) => {
    const count = additions.reduce((sum, addition) => sum + addition.count, 0);
    return [commits.push(count)];
  };
  const group = new GroupCommit(commit, nobody, () => 60_000);
  await group.append('a', [record(1)]);
  const waiting = [group.append('a', [record(2)]), group.append('a', [record(3)])];
  await new Promise(setImmediate);
  expect(commits).toEqual([1]);
  await group.append('a', [record(4)], true);
  await Promise.all(waiting);
  expect(commits).toEqual([1, 3]);
  await Promise.all([group.append('a', [record(5)], true), group.append('a', [record(6)])]);
  expect(commits).toEqual([1, 3, 2]);
});

test('[J5] a thousand appends at once are one commit of SQLite', async () => {
  const commits: number[] = [];
  const journal = await SqliteJournal.open(temporaryDirectory(), {
    onCommit: (entries) => commits.push(entries),
  });
  await Promise.all(Array.from({ length: 1_000 }, (_, n) => journal.append(`stream ${n % 9}`, [record(n)])));
  expect(commits).toEqual([1_000]);
  await journal.close();
});
