/**
 * Opens the journal's database, or refuses with words an operator can act on: nothing may be acknowledged on a
 * database that does not keep what it was given.
 */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { JournalFailure } from '../journal.ts';

/** Before it, SQLite could corrupt a database when it began its write-ahead log anew. */
const OLDEST_SQLITE = '3.51.3';
const SCHEMA_VERSION = 1;
const SYNCHRONOUS_FULL = 2;
const SHARED_OR_STICKY = 0o1077;
const STICKY = 0o1000;
/** How long to wait for another server that may be on its way out. */
const LOCK_WAIT_MS = 2_000;

/** One row for what one commit added to one stream. Payloads stand one a line, in order; `last` is the last position. */
const SCHEMA = `
  CREATE TABLE commits (
    stream TEXT NOT NULL,
    last INTEGER NOT NULL,
    payloads TEXT NOT NULL,
    salts BLOB NOT NULL,
    commitments BLOB NOT NULL,
    head BLOB NOT NULL,
    PRIMARY KEY (stream, last)
  ) STRICT;
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** @throws JournalFailure */
export function openSqliteDatabase(dataDir: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(privateFile(dataDir), { timeout: LOCK_WAIT_MS });
    // First of all: a database that was read before needs room for shared memory, which a full disk has not.
    database.pragma('locking_mode = EXCLUSIVE');
    assertSqliteVersion(database.prepare('SELECT sqlite_version()').pluck().get());
    const isNew = schemaVersion(database) === 0;
    prepareDurability(database);
    if (isNew) database.transaction(() => database?.exec(SCHEMA)).immediate();
    return database;
  } catch (cause) {
    database?.close();
    throw cause instanceof JournalFailure ? cause : new JournalFailure(explain(cause, dataDir), { cause });
  }
}

/** Only this user may read what an audience wrote. */
function privateFile(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const shared = statSync(dataDir).mode & SHARED_OR_STICKY;
  if (shared && !(shared & STICKY)) chmodSync(dataDir, 0o700);
  const file = join(dataDir, 'journal.sqlite');
  if (!existsSync(file)) closeSync(openSync(file, 'ax', 0o600));
  chmodSync(file, 0o600);
  return file;
}

export function assertSqliteVersion(version: unknown): void {
  if (String(version).localeCompare(OLDEST_SQLITE, 'en', { numeric: true }) < 0) {
    throw new JournalFailure(
      `SQLite ${version} can corrupt the journal; ${OLDEST_SQLITE} or newer is needed.`,
    );
  }
}

/** The write-ahead log opens at synchronous=NORMAL, which loses the last commits in a power cut. */
function prepareDurability(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('fullfsync = ON');
  const found = {
    locking_mode: database.pragma('locking_mode', { simple: true }),
    journal_mode: database.pragma('journal_mode', { simple: true }),
    synchronous: database.pragma('synchronous', { simple: true }),
  };
  if (
    found.locking_mode !== 'exclusive' ||
    found.journal_mode !== 'wal' ||
    found.synchronous !== SYNCHRONOUS_FULL
  ) {
    throw new JournalFailure(
      `The file system of the data directory does not allow durable writes: ${JSON.stringify(found)}.`,
    );
  }
}

/** 0: there is none yet. */
function schemaVersion(database: Database.Database): 0 | typeof SCHEMA_VERSION {
  const version = database.pragma('user_version', { simple: true });
  if (version === 0 || version === SCHEMA_VERSION) return version;
  throw new JournalFailure(
    `The journal has schema ${version}, written by a newer Sofra; this one knows schema ${SCHEMA_VERSION}.`,
  );
}

function explain(cause: unknown, dataDir: string): string {
  const busy = cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY');
  return busy
    ? `Another server uses the data directory ${dataDir}. Stop it, or set another DATA_DIR.`
    : `The journal in ${dataDir} cannot be opened: ${cause instanceof Error ? cause.message : cause}.`;
}
