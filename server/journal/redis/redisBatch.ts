/**
 * What one commit adds to one stream, as one entry of a Redis stream. Its fields:
 * `p` the payloads, one a line; `s` and `c` their salts and commitments, as bytes; `b` which batch of which node it is.
 */
import type { Seals } from '../chain.ts';
import { decode } from '../codec.ts';
import { type Entry, JournalFailure } from '../journal.ts';
import type { Word } from './redisConnection.ts';

const SALT_BYTES = 16;
/** So many entries are taken in within a few milliseconds. */
const PORTION = 2_000;

/** As Redis answers: the id, then names and values in turn. */
export type StreamEntry = readonly [id: Buffer, fields: readonly Buffer[]];

export interface Batch {
  /** Of the entry of the Redis stream. */
  id: string;
  /** Unlike any other batch's. */
  name: string;
  count: number;
  /** UTF-8. */
  payloads: Buffer;
  salts: Buffer;
  commitments: Buffer;
}

export const fieldsOf = (name: string, payloads: string, { salts, commitments }: Seals): Word[] => [
  'p',
  payloads,
  's',
  Buffer.from(salts, 'hex'),
  'c',
  Buffer.from(commitments, 'hex'),
  'b',
  name,
];

/** @throws JournalFailure where the entry is not one of ours */
export function readBatch([id, fields]: StreamEntry): Batch {
  const named = new Map<string, Buffer>();
  for (let index = 0; index < fields.length; index += 2) {
    const [name, value] = [fields[index], fields[index + 1]];
    if (name && value) named.set(name.toString(), value);
  }
  const [payloads, salts, commitments, name] = [
    named.get('p'),
    named.get('s'),
    named.get('c'),
    named.get('b'),
  ];
  if (!payloads || !salts || !commitments || !name) {
    throw new JournalFailure(`Entry ${id} of the Redis stream is not one of Sofra's.`);
  }
  return {
    id: id.toString(),
    name: name.toString(),
    count: salts.length / SALT_BYTES,
    payloads,
    salts,
    commitments,
  };
}

/** Which node appended it. */
export const nodeOf = ({ name }: Batch): string => name.slice(0, name.indexOf(':'));

export const linesOf = ({ payloads }: Batch): string[] => payloads.toString().split('\n');

export const sealsIn = ({ salts, commitments }: Batch): Seals => ({
  salts: salts.toString('hex'),
  commitments: commitments.toString('hex'),
});

/** The entries of a batch that follows position `before`, from position `after` + 1 on. */
export function entriesIn(batch: Batch, before: number, after = before): Entry[] {
  const lines = linesOf(batch).slice(Math.max(0, after - before));
  const first = Math.max(before, after) + 1;
  return lines.map((payload, index) => decode(payload, first + index));
}

/** The same batches, in parts of some thousand entries. */
export function* portionsOf(batches: readonly Batch[]): Generator<readonly Batch[]> {
  let [start, entries] = [0, 0];
  for (const [index, { count }] of batches.entries()) {
    if (index > start && entries + count > PORTION) {
      yield batches.slice(start, index);
      [start, entries] = [index, 0];
    }
    entries += count;
  }
  yield batches.slice(start);
}
