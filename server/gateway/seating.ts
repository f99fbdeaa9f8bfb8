/**
 * Where each connection sits, one seat at a screen and never none for long: Socket.IO itself would seat it any number
 * of times, and keep it for ever once it has left.
 */
import type { Screen } from '../../shared/protocol.ts';
import type { SeatedSocket } from './seat.ts';

type Place = Pick<SeatedSocket, 'conn'>;

export class Seating {
  readonly #unseatedForMs: number;
  /** By connection and screen: whether it sits there or is about to. */
  readonly #seats = new WeakMap<object, Map<Screen, boolean>>();

  /** @param unseatedForMs how long who has left all screens may take to sit down again, whatever it asks meanwhile */
  constructor(unseatedForMs: number) {
    this.#unseatedForMs = unseatedForMs;
  }

  /** @returns whether the seat is free: it is kept until it is taken or given up */
  keep({ conn }: Place, screen: Screen): boolean {
    const seats = this.#seats.get(conn) ?? new Map<Screen, boolean>();
    if (seats.has(screen)) return false;
    this.#seats.set(conn, seats.set(screen, false));
    return true;
  }

  take({ conn }: Place, screen: Screen): void {
    this.#seats.get(conn)?.set(screen, true);
  }

  giveUp({ conn }: Place, screen: Screen): void {
    this.#seats.get(conn)?.delete(screen);
  }

  leave({ conn }: Place, screen: Screen): void {
    this.giveUp({ conn }, screen);
    if (conn.readyState !== 'open' || this.#isSeated(conn)) return;
    setTimeout(() => this.#isSeated(conn) || conn.close(), this.#unseatedForMs).unref();
  }

  #isSeated(conn: object): boolean {
    return [...(this.#seats.get(conn)?.values() ?? [])].includes(true);
  }
}
