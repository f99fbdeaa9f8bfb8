/**
 * The live copy of one debate. Owns the order of every write: append, then evolve, then answer and tell.
 * One person's commands are handled one after another, so that a change of mind is never overtaken.
 */
import type { Command } from '../../shared/commands.ts';
import { type Outcome, UNAVAILABLE, UNKNOWN } from '../../shared/outcome.ts';
import { Changes } from '../debate/changes.ts';
import { type Actor, decide } from '../debate/decide.ts';
import { type DebateEvent, type LogEntry, streamOf, type Vote } from '../debate/events.ts';
import { evolve } from '../debate/evolve.ts';
import { emptyDebate } from '../debate/state.ts';
import { type Journal, JournalFailure, type Recorded, Unconfirmed } from '../journal/journal.ts';
import { Checkpoints } from './checkpoints.ts';
import { type Place, type Turn, Turns } from './turns.ts';

type ChangeListener = (changes: Changes) => void;

export interface RoomHooks {
  /** A bug, or a log that cannot be followed: the room answers no more and must be loaded again. */
  onFailure?: (room: Room, error: unknown) => void;
  /** A bug that concerns one command alone, which is answered `unavailable` or, once it was handed on, `unknown`. */
  onBug?: (error: unknown) => void;
  /** The debate was opened, closed or set up differently; also once after loading. */
  onDebate?: (room: Room) => void;
}

/** What came in one turn of the event loop, which is appended together. */
interface Batch {
  records: Recorded<DebateEvent>[];
  turns: Turn[];
  /** How many records there were after each turn's own. */
  ends: number[];
  /** What is on air changes: that waits for nobody. */
  isOnAir: boolean;
}

export class Room {
  readonly id: string;
  readonly state = emptyDebate();
  /** The position in the log that `state` shows. */
  seq = 0;

  readonly #journal: Journal;
  readonly #now: () => number;
  readonly #listeners = new Set<ChangeListener>();
  readonly #turns = new Turns((turn) => this.#isUnderway(turn));
  readonly #hooks: RoomHooks;
  readonly #checkpoints: Checkpoints;
  #stop: () => void = () => {};
  #batch: Batch | undefined;
  #isClosed = false;
  /** Why it broke. */
  #failure: unknown;

  private constructor(id: string, journal: Journal, hooks: RoomHooks, now: () => number) {
    this.id = id;
    this.#hooks = hooks;
    this.#journal = journal;
    this.#now = now;
    this.#checkpoints = new Checkpoints(journal, streamOf(id), now, (bug) => this.#fail(bug));
  }

  /** Replays the debate's log, then follows it. */
  static async load(id: string, journal: Journal, hooks: RoomHooks = {}, now = Date.now): Promise<Room> {
    const room = new Room(id, journal, hooks, now);
    room.#stop = await journal.follow(streamOf(id), 0, (entries) =>
      room.#hear(entries as readonly LogEntry<DebateEvent>[]),
    );
    if (room.#isClosed) {
      room.close();
      throw new Error(`the log of debate ${id} cannot be replayed`, { cause: room.#failure });
    }
    return room;
  }

  /** Hears of every change, in order, after the state shows it. */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The last position in the log now. @throws JournalFailure */
  end(): Promise<number> {
    return this.#journal.append(streamOf(this.id), []);
  }

  get isIdle(): boolean {
    return this.#listeners.size === 0 && this.#turns.areOver;
  }

  /** This very vote is on its way from here: who casts it is about to be answered. */
  isCasting({ by, event }: LogEntry<Vote>): boolean {
    const command = this.#turns.of(by)?.command;
    return (
      command?.type === 'upvote' &&
      command.questionId === event.questionId &&
      command.up === (event.type === 'upvoted')
    );
  }

  /** Resolves once the command is durable and in `state`, or refused. One person's commands wait for each other. */
  perform(command: Command, actor: Actor, isOver?: () => boolean): Promise<Outcome> {
    return new Promise((answer) => this.handle({ command, actor, answer, isOver }));
  }

  /** The same without a promise, for what a whole hall sends at once. May answer before it returns. */
  handle(turn: Turn): void {
    this.#turns.add(turn);
  }

  /** For turns of somebody who may have many. */
  placeOf(person: string): Place {
    return this.#turns.placeOf(person);
  }

  /** It broke, or nobody was there: it hears of nothing any more, and must be loaded again. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
    this.#listeners.clear();
  }

  /** @returns false where it is answered already */
  #isUnderway(turn: Turn): boolean {
    const outcome = this.#isClosed || turn.isOver?.() ? UNAVAILABLE : this.#decide(turn);
    if (outcome) this.#answer(turn, outcome);
    return outcome === undefined;
  }

  /** Whatever happens in one answer, the others are given. */
  #answer(turn: Turn, outcome: Outcome): void {
    try {
      turn.answer(outcome);
    } catch (bug) {
      this.#hooks.onBug?.(bug);
    }
  }

  /** @returns the answer, or nothing where it will come from the log */
  #decide(turn: Turn): Outcome | undefined {
    const { command, actor } = turn;
    try {
      const decision = decide(this.state, command, actor);
      if (!Array.isArray(decision)) return this.#fromMemory(decision);
      if (decision.length === 0) return this.#fromMemory({ ok: true, seq: this.seq });
      this.#batch ??= this.#openBatch();
      this.#batch.isOnAir ||= command.type === 'take' || command.type === 'clear';
      const at = this.#now();
      for (const event of decision) this.#batch.records.push({ at, by: actor.id, event });
      this.#batch.turns.push(turn);
      this.#batch.ends.push(this.#batch.records.length);
      return undefined;
    } catch (bug) {
      this.#hooks.onBug?.(bug);
      return UNAVAILABLE;
    }
  }

  /** Where the log may say more than is known here, nothing is said that it does not confirm. */
  #fromMemory(outcome: Outcome): Outcome {
    return this.#journal.isHealthy ? outcome : UNAVAILABLE;
  }

  #openBatch(): Batch {
    const batch: Batch = { records: [], turns: [], ends: [], isOnAir: false };
    setImmediate(() => {
      this.#batch = undefined;
      void this.#append(batch);
    });
    return batch;
  }

  async #append({ records, turns, ends, isOnAir }: Batch): Promise<void> {
    const last = await this.#journal
      .append(streamOf(this.id), records, isOnAir)
      .catch((failure) => this.#notKept(failure));
    turns.forEach((turn, index) => {
      const end = ends[index] ?? 0;
      this.#answer(
        turn,
        typeof last === 'number' ? this.#outcomeAt(last - records.length + end, turn) : last,
      );
      this.#turns.end(turn);
    });
    if (typeof last === 'number') this.#checkpoints.added(last, records.length);
  }

  #outcomeAt(position: number, { refusals }: Turn): Outcome {
    if (this.#isClosed) return UNKNOWN;
    return refusals?.get(position) ?? { ok: true, seq: position };
  }

  #notKept(failure: unknown): Outcome {
    const isKnown = failure instanceof JournalFailure;
    if (!isKnown) this.#hooks.onBug?.(failure);
    return isKnown && !(failure instanceof Unconfirmed) ? UNAVAILABLE : UNKNOWN;
  }

  #hear(entries: readonly LogEntry<DebateEvent>[]): void {
    if (this.#isClosed) return;
    const changes = new Changes();
    try {
      for (const entry of entries) this.#evolve(entry, changes);
      for (const listener of this.#listeners) listener(changes);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (changes.debate) this.#hooks.onDebate?.(this);
  }

  #evolve(entry: LogEntry<DebateEvent>, changes: Changes): void {
    const refused = evolve(this.state, entry, changes);
    this.seq = entry.position;
    if (refused) this.#turns.refuse(entry.by, entry.position, refused);
  }

  /** Once: what comes late from a room that is closed must not end the one that was loaded after it. */
  #fail(error: unknown): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#failure = error;
    this.#hooks.onFailure?.(this, error);
  }
}
