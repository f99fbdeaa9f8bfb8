/**
 * Where each connection sits, one seat at a screen and never none for long: Socket.IO itself would seat it any number
 * of times, and keep it for ever once it has left.
 */
import type { Screen } from '../../shared/protocol.ts';
import type { SeatedSocket } from './seat.ts';

type Place = Pick<SeatedSocket, 'conn'>;

/** A bit for each screen: a set for each phone of a hall would be much to keep. */
const BIT: Record<Screen, number> = { audience: 1, moderator: 2, host: 4, overlay: 8 };
/** Seats that are kept, and further up those that are taken as well. */
const TAKEN_SHIFT = 4;

export class Seating {
  readonly #unseatedForMs: number;
  readonly #seats = new WeakMap<object, number>();

  /** @param unseatedForMs how long who has left all screens may take to sit down again, whatever it asks meanwhile */
  constructor(unseatedForMs: number) {
    this.#unseatedForMs = unseatedForMs;
  }

  /** @returns whether the seat is free: it is kept until it is taken or given up */
  keep({ conn }: Place, screen: Screen): boolean {
    const seats = this.#of(conn);
    if (seats & BIT[screen]) return false;
    this.#seats.set(conn, seats | BIT[screen]);
    return true;
  }

  take({ conn }: Place, screen: Screen): void {
    this.#seats.set(conn, this.#of(conn) | (BIT[screen] << TAKEN_SHIFT));
  }

  giveUp({ conn }: Place, screen: Screen): void {
    this.#seats.set(conn, this.#of(conn) & ~(BIT[screen] | (BIT[screen] << TAKEN_SHIFT)));
  }

  leave({ conn }: Place, screen: Screen): void {
    this.giveUp({ conn }, screen);
    if (conn.readyState !== 'open' || this.#isSeated(conn)) return;
    setTimeout(() => this.#isSeated(conn) || conn.close(), this.#unseatedForMs).unref();
  }

  #of(conn: object): number {
    return this.#seats.get(conn) ?? 0;
  }

  #isSeated(conn: object): boolean {
    return this.#of(conn) >> TAKEN_SHIFT !== 0;
  }
}
