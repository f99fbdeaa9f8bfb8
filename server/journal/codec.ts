/** Recorded events as text and back. One line of JSON each: what is stored, and what the commitments are over. */
import { type Entry, JournalFailure, type Recorded } from './journal.ts';
import { type StoredEvent, UPCASTS, type Upcasts, versionOf } from './upcasts.ts';

interface Payload {
  /** The version of the event's type when it was written. */
  v: number;
  at: number;
  by: string;
  event: StoredEvent;
}

/** JSON escapes every control character, so a payload never holds a line break. */
export const encode = ({ at, by, event }: Recorded, upcasts: Upcasts = UPCASTS): string =>
  JSON.stringify({ v: versionOf(event.type, upcasts), at, by, event });

/** @throws JournalFailure where a newer Sofra wrote it, or it is not one of ours */
export function decode(payload: string, position: number, upcasts: Upcasts = UPCASTS): Entry {
  const { v, at, by, event } = parse(payload, position);
  const current = versionOf(event.type, upcasts);
  if (v === current) return { position, at, by, event };
  if (v > current) {
    throw new JournalFailure(
      `Entry ${position} is ${event.type} of version ${v}, written by a newer Sofra; this one reads up to ${current}.`,
    );
  }
  const upcast = upcasts.get(event.type)?.slice(v - 1) ?? [];
  return { position, at, by, event: upcast.reduce((older, next) => next(older), event) };
}

function parse(payload: string, position: number): Payload {
  try {
    return JSON.parse(payload) as Payload;
  } catch (cause) {
    throw new JournalFailure(`Entry ${position} is not readable.`, { cause });
  }
}
