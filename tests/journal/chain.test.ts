/** The arithmetic of the chain, and what it finds when somebody alters what is kept. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, commitmentOf, ERASED, NO_HEAD, nextHead, seal } from '../../server/journal/chain.ts';
import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { readAll, record, records } from './records.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const payloads = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 20 });

/** Puts `text` over the salt, commitment or payload at an index. */
const overwrite = (digits: string, index: number, text: string) =>
  digits.slice(0, index * text.length) + text + digits.slice((index + 1) * text.length);

test('[J11] a commitment is the SHA-256 of salt and payload, a head that of the last head and the commitment', () => {
  expect(commitmentOf('0f'.repeat(16), 'ћë')).toBe(sha256(`${'0f'.repeat(16)}ћë`));
  expect(nextHead(NO_HEAD, 'ab'.repeat(32))).toBe(sha256(NO_HEAD + 'ab'.repeat(32)));
});

test('[J11] what was sealed checks, in one go or in several', () => {
  fc.assert(
    fc.property(payloads, payloads, (first, second) => {
      const one = seal(NO_HEAD, first);
      const two = seal(one.head, second);
      expect(check(NO_HEAD, first, one)).toEqual({ head: one.head, erased: 0, broken: null });
      expect(check(one.head, second, two)).toEqual({ head: two.head, erased: 0, broken: null });
      const both = {
        salts: one.salts + two.salts,
        commitments: one.commitments + two.commitments,
        head: two.head,
      };
      expect(check(NO_HEAD, [...first, ...second], both).broken).toBeNull();
    }),
  );
});

test('[J11] an altered payload, salt, commitment or head is found; an erased payload still checks', () => {
  fc.assert(
    fc.property(payloads, fc.nat(), (original, at) => {
      const index = at % original.length;
      const seals = seal(NO_HEAD, original);
      const altered = original.with(index, `${original[index]}!`);
      expect(check(NO_HEAD, altered, seals).broken).toBe(index);
      const salts = overwrite(seals.salts, index, 'ab'.repeat(16));
      expect(check(NO_HEAD, original, { ...seals, salts }).broken).toBe(index);
      const forged = overwrite(seals.commitments, index, 'ab'.repeat(32));
      expect(check(NO_HEAD, original, { ...seals, commitments: forged }).broken).toBe(index);
      expect(check(NO_HEAD, original, { ...seals, head: NO_HEAD }).broken).not.toBeNull();

      const erased = { ...seals, salts: overwrite(seals.salts, index, ERASED) };
      expect(check(NO_HEAD, altered, erased)).toEqual({ head: seals.head, erased: 1, broken: null });
      const swapped = { ...erased, commitments: forged };
      expect(check(NO_HEAD, altered, swapped).broken).not.toBeNull();
    }),
  );
});

async function tampered(sql: string): Promise<SqliteJournal> {
  const directory = temporaryDirectory();
  const journal = await SqliteJournal.open(directory);
  await journal.append('a', records(3));
  await journal.append('a', [record(4, { text: 'Ko plaća?' })]);
  await journal.append('a', records(3, 5));
  await journal.close();
  const database = new Database(join(directory, 'journal.sqlite'));
  database.exec(sql);
  database.close();
  return SqliteJournal.open(directory);
}

test('[J11] an entry that was altered on disk is found', async () => {
  const journal = await tampered(
    `UPDATE commits SET payloads = replace(payloads, 'plaća', 'krade') WHERE last = 4`,
  );
  expect(await journal.verify('a')).toMatchObject({ position: 3, broken: 4 });
  await journal.close();
});

test('[J11] entries that were removed are found, and not read over', async () => {
  const journal = await tampered('DELETE FROM commits WHERE last = 4');
  expect(await journal.verify('a')).toMatchObject({ position: 3, broken: 4 });
  await expect(readAll(journal, 'a')).rejects.toThrow('Entry 4 is missing');
  await journal.close();
});

test('[J11] a text can be erased with its salt, and the chain still stands', async () => {
  const journal = await tampered(
    `UPDATE commits SET payloads = replace(payloads, 'Ko plaća?', ''), salts = zeroblob(16) WHERE last = 4`,
  );
  expect(await journal.verify('a')).toEqual({ ...(await journal.head('a')), erased: 1, broken: null });
  expect((await readAll(journal, 'a'))[3]).toEqual({ position: 4, ...record(4, { text: '' }) });
  await journal.close();
});
