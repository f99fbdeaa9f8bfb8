/**
 * The contract of every journal: ordered, durable streams of entries. tests/journal runs one suite over all of them.
 *
 * An entry is appended once and never changed. Positions count from 1 in each stream, without gaps.
 */

/** What is recorded: the event, who caused it, when. JSON values only. Must not be changed once appended. */
export interface Recorded<Event extends { type: string } = { type: string }> {
  /** Milliseconds since 1970, UTC. */
  at: number;
  /** Who caused it: a participant's id, `moderator:KEY`, `studio:SESSION`, `api` or `server`. */
  by: string;
  event: Event;
}

export interface Entry<Event extends { type: string } = { type: string }> extends Recorded<Event> {
  position: number;
}

/** Where a stream's hash chain stands. */
export interface ChainHead {
  position: number;
  /** SHA-256 as hex; over nothing, 64 zeros. */
  head: string;
}

/** What came out when a whole stream was read again and its chain recomputed. */
export interface Verification extends ChainHead {
  /** Entries whose text was erased: only their commitments are left to vouch for them. */
  erased: number;
  /** The position of the first entry that is not what was appended, or null. */
  broken: number | null;
}

export type StopFollowing = () => void;

export interface Journal {
  /** Appends are taken, and every follower has heard what was kept before the last trouble. */
  readonly isHealthy: boolean;

  /**
   * Appends in order, all or nothing. Resolves with the position of the last one, only once all are durable and
   * every follower in this process that has caught up has heard them. Of nothing: with the last position there is.
   * @param isUrgent does not wait for others to come along in the same commit
   * @throws Unconfirmed when nobody knows whether they were kept; any other JournalFailure when they were not
   */
  append(stream: string, records: readonly Recorded[], isUrgent?: boolean): Promise<number>;

  /**
   * Everything after position `after`, in order, in batches of a few thousand at most, with a turn of the event
   * loop in between. Ends at what is durable when reading begins.
   */
  read(stream: string, after?: number): AsyncIterable<readonly Entry[]>;

  /**
   * Calls `hear` with everything after `after`, in order, each entry once: first what is there, then what comes.
   * Resolves when what was there has been heard. `hear` must not throw and must not wait. It hears the events
   * themselves that were appended in this process, and must not change them.
   */
  follow(stream: string, after: number, hear: (entries: readonly Entry[]) => void): Promise<StopFollowing>;

  /** The head of the chain over the salted commitments of all durable entries. */
  head(stream: string): Promise<ChainHead>;

  /** Recomputes every commitment and the chain over them. Takes about 2 s for a million entries. */
  verify(stream: string): Promise<Verification>;

  /** Resolves once everything appended before is durable and the files are closed. Later appends fail. */
  close(): Promise<void>;
}

/** The journal has not kept what it was given, or cannot do what it was asked. */
export class JournalFailure extends Error {
  override name = 'JournalFailure';
}

/** What was appended was handed on, and nobody has said that it is kept: it may be, or not. */
export class Unconfirmed extends JournalFailure {
  override name = 'Unconfirmed';
}

/** Throws what is known of a failure once entries were handed on. */
export function unconfirmed(failure: unknown): never {
  throw failure instanceof JournalFailure ? new Unconfirmed(failure.message, { cause: failure }) : failure;
}
