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

/**
 * What nearly every entry is, a vote above all: an event that names a question and says no more. Taken apart like this
 * it is read twice as fast as by JSON.parse; whatever differs in the least is left to that.
 */
const ON_QUESTION =
  /^\{"v":([1-9]\d*),"at":([1-9]\d*),"by":"([\w:-]+)","event":\{"type":"(\w+)","questionId":"([\w:-]+)"\}\}$/;

const NAMES_KEPT = 100_000;
/** Ids come again and again: each is one string in memory, not one for every entry. */
const names = new Map<string, string>();

/** What needs no escaping in JSON. */
const PLAIN = /^[\w:-]+$/;

/**
 * JSON escapes every control character, so a payload never holds a line break. What nearly every entry is, is put
 * together by hand too, in half the time.
 */
export function encode({ at, by, event }: Recorded, upcasts: Upcasts = UPCASTS): string {
  const v = versionOf(event.type, upcasts);
  const { type, questionId } = event as { type: string; questionId?: unknown };
  const saysNoMore = typeof questionId === 'string' && Object.keys(event).length === 2;
  return saysNoMore && PLAIN.test(by) && PLAIN.test(type) && PLAIN.test(questionId)
    ? `{"v":${v},"at":${at},"by":"${by}","event":{"type":"${type}","questionId":"${questionId}"}}`
    : JSON.stringify({ v, at, by, event });
}

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
  const match = ON_QUESTION.exec(payload);
  if (match) {
    const [, v, at, by = '', type = '', questionId = ''] = match;
    return {
      v: Number(v),
      at: Number(at),
      by: named(by),
      event: { type: named(type), questionId: named(questionId) },
    };
  }
  try {
    return JSON.parse(payload) as Payload;
  } catch (cause) {
    throw new JournalFailure(`Entry ${position} is not readable.`, { cause });
  }
}

function named(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size === NAMES_KEPT) names.clear();
  // A copy: what a match gives is a piece of the payload, and would keep all of it in memory.
  const name = Buffer.from(text).toString();
  names.set(name, name);
  return name;
}
