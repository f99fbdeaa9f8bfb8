/** When the journal refuses to open, and who may read it. */
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { assertSqliteVersion } from '../../server/journal/sqlite/sqliteDatabase.ts';
import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { records } from './records.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const fileIn = (directory: string) => join(directory, 'journal.sqlite');
const mode = (path: string) => statSync(path).mode & 0o777;

test('[J13] one data directory serves one server', async () => {
  const directory = temporaryDirectory();
  const journal = await SqliteJournal.open(directory);
  await expect(SqliteJournal.open(directory)).rejects.toThrow(
    `Another server uses the data directory ${directory}`,
  );
  expect(await journal.append('a', records(1))).toBe(1);
  await journal.close();
  const next = await SqliteJournal.open(directory);
  expect(await next.append('a', records(1))).toBe(2);
  await next.close();
});

test('[J13] a journal of a newer schema is not touched', async () => {
  const directory = temporaryDirectory();
  const database = new Database(fileIn(directory));
  database.pragma('user_version = 2');
  database.close();
  await expect(SqliteJournal.open(directory)).rejects.toThrow('schema 2, written by a newer Sofra');
});

test('[J13] what is no journal is not touched', async () => {
  const directory = temporaryDirectory();
  const text = 'A letter that somebody put here.\n'.repeat(1_000);
  writeFileSync(fileIn(directory), text);
  await expect(SqliteJournal.open(directory)).rejects.toThrow(/cannot be opened: .*not a database/);
  expect(readFileSync(fileIn(directory), 'utf8')).toBe(text);
  await expect(SqliteJournal.open(fileIn(directory))).rejects.toThrow('cannot be opened');
});

test('[J13] SQLite versions that can corrupt the journal are refused', () => {
  for (const version of ['3.40.0', '3.51.2', '3.9.9', '2.99.99']) {
    expect(() => assertSqliteVersion(version)).toThrow('3.51.3 or newer is needed');
  }
  for (const version of ['3.51.3', '3.53.2', '3.100.0', '4.0.0']) {
    expect(() => assertSqliteVersion(version)).not.toThrow();
  }
});

test('[J13] nobody else may read what is kept', async () => {
  const directory = temporaryDirectory();
  chmodSync(directory, 0o755);
  const journal = await SqliteJournal.open(directory);
  await journal.append('a', records(1));
  expect(mode(directory)).toBe(0o700);
  expect(mode(fileIn(directory))).toBe(0o600);
  expect(mode(`${fileIn(directory)}-wal`)).toBe(0o600);
  await journal.close();
});
