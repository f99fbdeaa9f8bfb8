/** What the journal's thread does with its database. Synchronous; the thread must end with the first error. */
import type Database from 'better-sqlite3';
import { check, headAfter, NO_HEAD, SALT_DIGITS, type Seals, sealsOf, sliceSeals } from '../chain.ts';
import type { Addition } from '../groupCommit.ts';
import type { SealedPayloads } from '../holdings.ts';
import { type ChainHead, JournalFailure, type Verification } from '../journal.ts';
import { openSqliteDatabase } from './sqliteDatabase.ts';

/** A long append is kept in rows of so many entries at most, so that nobody has to take in more at once. */
const ROW_ENTRIES = 1_000;
/** A read or a check hands over after so many entries: commits must not wait long for it. */
const SLICE_ENTRIES = 2_000;

const SALT_BYTES = SALT_DIGITS / 2;

export interface Slice {
  /** Payloads as they were added, one a line. The first run may begin before what was asked for. */
  runs: { first: number; payloads: string }[];
  /** The last position that was read. */
  read: number;
  /** The last position of the stream. */
  last: number;
}

interface VerifiedSlice extends Verification {
  last: number;
}

interface Row {
  last: number;
  payloads: string;
  salts: Buffer;
  commitments: Buffer;
  head: Buffer;
}

/** Where each stream stood when it was last acknowledged. */
export type Acknowledged = ReadonlyMap<string, number>;

export class SqliteStore {
  readonly #database: Database.Database;
  readonly #insert: Database.Statement<[string, number, string, Buffer, Buffer, Buffer]>;
  readonly #lastRow: Database.Statement<[string], Pick<Row, 'last' | 'head'>>;
  readonly #rowsAfter: Database.Statement<[string, number], Row>;
  readonly #addAll: (additions: readonly Addition[]) => ChainHead[];
  readonly #heads = new Map<string, ChainHead>();

  /** @throws JournalFailure where the database cannot be trusted, or has lost what was acknowledged */
  constructor(dataDir: string, acknowledged: Acknowledged) {
    const database = openSqliteDatabase(dataDir);
    this.#database = database;
    this.#insert = database.prepare('INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?)');
    this.#lastRow = database.prepare(
      'SELECT last, head FROM commits WHERE stream = ? ORDER BY last DESC LIMIT 1',
    );
    this.#rowsAfter = database.prepare('SELECT * FROM commits WHERE stream = ? AND last > ? ORDER BY last');
    this.#addAll = database.transaction((additions: readonly Addition[]) =>
      additions.map((addition) => this.#add(addition)),
    );
    this.#assertKept(acknowledged);
  }

  /** Durable when it returns. The last position of each addition's stream. */
  commit(additions: readonly Addition[]): number[] {
    const heads = this.#addAll(additions);
    additions.forEach(({ stream }, index) => {
      const head = heads[index];
      if (head) this.#heads.set(stream, head);
    });
    return heads.map(({ position }) => position);
  }

  read(stream: string, after: number): Slice {
    const runs: Slice['runs'] = [];
    let read = after;
    for (const { last, payloads, salts } of this.#rowsAfter.iterate(stream, after)) {
      runs.push({ first: last + 1 - salts.length / SALT_BYTES, payloads });
      read = last;
      if (read - after >= SLICE_ENTRIES) break;
    }
    return { runs, read, last: this.head(stream).position };
  }

  head(stream: string): ChainHead {
    const known = this.#heads.get(stream);
    if (known) return known;
    const row = this.#lastRow.get(stream);
    const head = row ? { position: row.last, head: hex(row.head) } : { position: 0, head: NO_HEAD };
    this.#heads.set(stream, head);
    return head;
  }

  /** Recomputes the chain from `after` on, which was verified before. */
  verify(stream: string, after: ChainHead): VerifiedSlice {
    const { position: last } = this.head(stream);
    let { position, head } = after;
    let erased = 0;
    for (const row of this.#rowsAfter.iterate(stream, position)) {
      const payloads = row.payloads.split('\n');
      const seals = { salts: hex(row.salts), commitments: hex(row.commitments), head: hex(row.head) };
      const found = check(head, payloads, seals);
      erased += found.erased;
      const isNext = position + payloads.length === row.last;
      if (found.broken !== null || !isNext) {
        return { position, head, erased, broken: position + 1 + (isNext ? (found.broken ?? 0) : 0), last };
      }
      position = row.last;
      head = found.head;
      if (position - after.position >= SLICE_ENTRIES) break;
    }
    return { position, head, erased, broken: null, last };
  }

  streams(): string[] {
    const names = this.#database.prepare<[], string>('SELECT DISTINCT stream FROM commits ORDER BY stream');
    return names.pluck().all();
  }

  *sealed(stream: string): Generator<SealedPayloads> {
    for (const { payloads, salts, commitments } of this.#rowsAfter.iterate(stream, 0)) {
      yield { payloads: payloads.split('\n'), salts: hex(salts), commitments: hex(commitments) };
    }
  }

  /** Adds what was sealed elsewhere. Durable when it returns. */
  keep(stream: string, sealed: SealedPayloads): void {
    const sealRow = (row: readonly string[], start: number) => sliceSeals(sealed, start, row.length);
    const add = this.#database.transaction(() => this.#addRows(stream, sealed.payloads, sealRow));
    this.#heads.set(stream, add());
  }

  close(): void {
    this.#database.close();
  }

  #add({ stream, payloads }: Addition): ChainHead {
    return this.#addRows(stream, payloads.split('\n'), sealsOf);
  }

  #addRows(
    stream: string,
    lines: readonly string[],
    sealRow: (row: readonly string[], start: number) => Seals,
  ): ChainHead {
    let { position, head } = this.head(stream);
    for (let start = 0; start < lines.length; start += ROW_ENTRIES) {
      const row = lines.slice(start, start + ROW_ENTRIES);
      const seals = sealRow(row, start);
      position += row.length;
      head = headAfter(head, seals.commitments);
      this.#insert.run(
        stream,
        position,
        row.join('\n'),
        bytes(seals.salts),
        bytes(seals.commitments),
        bytes(head),
      );
    }
    return { position, head };
  }

  /** After an error of the disk, what it says now is compared with what it had promised. */
  #assertKept(acknowledged: Acknowledged): void {
    for (const [stream, position] of acknowledged) {
      const kept = this.head(stream).position;
      if (kept < position) {
        throw new JournalFailure(
          `The disk lost acknowledged entries ${kept + 1} to ${position} of stream ${stream}.`,
        );
      }
    }
  }
}

const hex = (blob: Buffer) => blob.toString('hex');
const bytes = (digits: string) => Buffer.from(digits, 'hex');
