/**
 * How much one person, one staff key, one address may do. In memory only: an address is never kept or logged.
 * All phones of a hall share one address, so its ceilings are coarse and stand only before new people and questions.
 */
import { isIPv6 } from 'node:net';
import { Rate } from './rate.ts';

const MINUTE = 60_000;
/** Questions of one debate that no moderator has read. Past it nobody gains by one more: it waits on its phone. */
const UNREAD_AT_MOST = 2_000;
const UNTIL_SOME_ARE_READ_MS = 30_000;

const questionRate = () => new Rate(6, MINUTE);

/** What a participant may do; staff have one generous rate for all. */
const PARTICIPANT_RATES: Record<string, () => Rate> = {
  askQuestion: questionRate,
  withdrawQuestion: () => new Rate(12, MINUTE),
  upvote: () => new Rate(60, 10_000),
  resync: () => new Rate(30, MINUTE, 10),
  /** Connecting, with whatever code: the whole view is sent each time. */
  arrive: () => new Rate(30, MINUTE),
  /** Refusals of what an honest screen does not send, or sends later. */
  refused: () => new Rate(240, MINUTE),
};

/** A question that is about to be asked. */
interface Asking {
  /** When this person's earlier ones came into the log, on whatever node: oldest first, in milliseconds since 1970. */
  asked: readonly number[];
  /** How many questions of the debate wait for a moderator. */
  unread: number;
  address: string;
}

export class Limits {
  readonly #now: () => number;
  readonly #participant = new Map(Object.entries(PARTICIPANT_RATES).map(([kind, rate]) => [kind, rate()]));
  readonly #questions = questionRate();
  readonly #staff = new Rate(300, 10_000);
  readonly #newcomers = new Rate(3_000, MINUTE);
  readonly #askers = new Rate(600, MINUTE);
  readonly #failures = new Rate(60, MINUTE);
  readonly #on: boolean;

  /** @param now whole milliseconds, never going back */
  constructor(on: boolean, now: () => number = () => Math.floor(performance.now())) {
    this.#on = on;
    this.#now = now;
  }

  /**
   * A participant's command.
   * @param kind the command's type
   * @param participant the id in the debate
   * @returns 0, or the milliseconds to wait
   */
  command(kind: string, participant: string): number {
    const rate = this.#on && this.#participant.get(kind);
    return rate ? rate.take(participant, this.#now()) : 0;
  }

  /** One more question. @returns 0, or the milliseconds to wait */
  question({ asked, unread, address }: Asking): number {
    if (!this.#on) return 0;
    if (unread >= UNREAD_AT_MOST) return UNTIL_SOME_ARE_READ_MS;
    const wait = this.#questions.waitAfter(asked, Date.now());
    return wait > 0 ? wait : this.#askers.take(neighbourhood(address), this.#now());
  }

  /** A command by staff. @returns 0, or the milliseconds to wait */
  staffCommand(keyOrSession: string): number {
    return this.#on ? this.#staff.take(keyOrSession, this.#now()) : 0;
  }

  /** A connection that brings no genuine token. @returns 0, or the milliseconds to wait */
  newcomer(address: string): number {
    return this.#on ? this.#newcomers.take(neighbourhood(address), this.#now()) : 0;
  }

  /** A wrong key, session, secret or token. Right ones always pass: nobody can lock staff out. */
  failure(address: string): number {
    return this.#on ? this.#failures.take(neighbourhood(address), this.#now()) : 0;
  }
}

/** Whoever has an IPv6 address has a /64 of them. */
function neighbourhood(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length;
  return [...groups, ...Array(missing).fill('0')].slice(0, 4).join(':');
}
