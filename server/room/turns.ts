/** One person's commands are carried out one after another, so that a change of mind is never overtaken. */
import type { Command } from '../../shared/commands.ts';
import type { Outcome, Refused } from '../../shared/outcome.ts';
import type { Actor } from '../debate/decide.ts';

/** More than one person may send on all nodes together while one of their commands is under way. */
const REFUSALS_KEPT = 1_000;

/** A command on its way to its answer. */
export interface Turn {
  command: Command;
  actor: Actor;
  answer: (outcome: Outcome) => void;
  /** Of staff: who asked for it may do so no more. It may have waited for long. */
  isOver?: (() => boolean) | undefined;
  /** The same person's next ones, while this one is under way. */
  waiting?: Turn[] | undefined;
  /** What the log refused of this person meanwhile, by position: which one is this turn's is known once it is kept. */
  refusals?: Map<number, Refused> | undefined;
  /** Its person's, where it need not be looked up. */
  place?: Place;
}

/** Where one person's commands stand. */
export interface Place {
  underway?: Turn | undefined;
}

export class Turns {
  /**
   * By person. Who has nothing under way keeps the place: where entries come and go with every vote, V8 makes the table
   * anew every thousand votes, and whatever stood in the old ones outlives its use by seconds.
   */
  readonly #places = new Map<string, Place>();
  #count = 0;
  readonly #begin: (turn: Turn) => boolean;

  /** @param begin returns whether the turn is under way now; else it is answered already */
  constructor(begin: (turn: Turn) => boolean) {
    this.#begin = begin;
  }

  get areOver(): boolean {
    return this.#count === 0;
  }

  /** What a person has under way. */
  of(id: string): Turn | undefined {
    return this.#places.get(id)?.underway;
  }

  /** Begins it, at once or when the person's earlier ones are over. */
  add(turn: Turn): void {
    const place = turn.place ?? this.placeOf(turn.actor.id);
    if (place.underway) {
      place.underway.waiting ??= [];
      place.underway.waiting.push(turn);
    } else if (this.#begin(turn)) {
      place.underway = turn;
      this.#count += 1;
    }
  }

  /** It is answered: the person's next ones go, up to one that must wait for the journal. */
  end(turn: Turn): void {
    const { waiting } = turn;
    const place = turn.place ?? this.placeOf(turn.actor.id);
    for (let next = waiting?.shift(); next; next = waiting?.shift()) {
      if (!this.#begin(next)) continue;
      if (waiting) next.waiting = waiting;
      place.underway = next;
      return;
    }
    place.underway = undefined;
    this.#count -= 1;
  }

  /** Kept only for who waits here. */
  refuse(id: string, position: number, refused: Refused): void {
    const turn = this.of(id);
    if (!turn) return;
    turn.refusals ??= new Map();
    turn.refusals.set(position, refused);
    if (turn.refusals.size > REFUSALS_KEPT) turn.refusals.delete(turn.refusals.keys().next().value ?? 0);
  }

  placeOf(id: string): Place {
    let place = this.#places.get(id);
    if (!place) {
      place = { underway: undefined };
      this.#places.set(id, place);
    }
    return place;
  }
}
