/**
 * What a phone is sent in an hour: the real gateway and a real socket, in a process whose clock goes by hand. Only the
 * disk is left out, and other people's commands go to the room directly: a phone does not hear them.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Limits } from '../../../server/access/limits.ts';
import { Organisation } from '../../../server/access/organisation.ts';
import { ParticipantTokens, SECRET_BYTES } from '../../../server/access/participants.ts';
import { Gateway } from '../../../server/gateway/gateway.ts';
import { ALONE } from '../../../server/gateway/presence.ts';
import { MemoryJournal } from '../../../server/journal/memory.ts';
import type { Room } from '../../../server/room/room.ts';
import { Rooms } from '../../../server/room/rooms.ts';
import type { ModeratorCommand } from '../../../shared/commands.ts';
import { seededRandom } from '../../../tools/seededRandom.ts';
import type { FakeClock } from './FakeClock.ts';
import { HourPhone } from './HourPhone.ts';
import { type Happening, HOUR_MS, hourOf, wanted, wordingOf } from './script.ts';

export interface HourOptions {
  clock: FakeClock;
  questions: number;
  votesPerSecond: number;
  /** What the phone adds to its handshake. */
  handshake?: Record<string, unknown>;
}

export interface HourFigures {
  votes: number;
  /** All that came over the phone's connection: the HTTP answer, WebSocket frames with their heads, pings. */
  bytes: number;
  messages: number;
  /** From a vote's acknowledgement until the phone's numbers count it, in seconds. */
  delay: { median: number; p95: number; longest: number };
}

/** Votes after which people see the list in its new order. */
const RANK_EVERY = 25;

type Act = Exclude<ModeratorCommand, { type: 'resync' }>;

export async function busyHour({
  clock,
  questions,
  votesPerSecond,
  handshake,
}: HourOptions): Promise<HourFigures> {
  const hall = await openHall();
  const phone = new HourPhone(
    hall.port,
    { debate: hall.code, language: 'sq', protocol: 1, ...handshake },
    clock,
  );
  await phone.arrived();
  const random = seededRandom(1);
  const debate = new HourDebate(hall.room, random);
  const begin = clock.now;
  let votes = 0;
  for (const { at, happenings } of hourOf(questions, votesPerSecond, random)) {
    await clock.reach(begin + at);
    const positions = await debate.happen(happenings);
    phone.expects(positions);
    votes += positions.length;
  }
  await clock.reach(begin + HOUR_MS);
  const figures = { votes, ...(await phone.figures()) };
  phone.close();
  await hall.close();
  return figures;
}

/** The whole hall acts by this: it asks, screens, takes and votes. */
class HourDebate {
  readonly #room: Room;
  readonly #random: () => number;
  #asked = 0;
  #ranked: string[] = [];
  #votesSinceRanked = 0;
  readonly #voters = new Map<string, number>();

  constructor(room: Room, random: () => number) {
    this.#room = room;
    this.#random = random;
  }

  /** @returns for each vote the position from which it counts */
  async happen(happenings: readonly Happening[]): Promise<number[]> {
    const screened = happenings.filter((what) => what !== 'vote');
    for (const what of screened) await this.#screen(what);
    if (screened.length > 0 || this.#votesSinceRanked >= RANK_EVERY) this.#rank();
    const votes = happenings.slice(screened.length).map(() => this.#vote());
    this.#votesSinceRanked += votes.length;
    return Promise.all(votes);
  }

  async #screen(what: Happening): Promise<number> {
    if (what === 'approve') return this.#approve();
    const expected = this.#room.state.onAir?.questionId ?? null;
    if (what === 'take') return this.#act({ type: 'take', questionId: this.#ranked[0] ?? '', expected });
    await this.#act({ type: 'markAnswered', questionId: expected ?? '' });
    return this.#act({ type: 'clear', expected });
  }

  #rank(): void {
    this.#votesSinceRanked = 0;
    this.#ranked = [...this.#room.state.questions.values()]
      .filter(({ status }) => status === 'approved')
      .sort((a, b) => b.votes - a.votes)
      .map(({ id }) => id);
  }

  async #approve(): Promise<number> {
    const id = randomBytes(8).toString('hex');
    await this.#perform({ type: 'askQuestion', id, ...wordingOf(this.#asked) }, `author-${this.#asked++}`);
    return this.#act({ type: 'approve', questionId: id });
  }

  /** Of somebody who has not voted for that question before. */
  #vote(): Promise<number> {
    const questionId = wanted(this.#random, this.#ranked) ?? '';
    const voters = (this.#voters.get(questionId) ?? 0) + 1;
    this.#voters.set(questionId, voters);
    return this.#perform({ type: 'upvote', questionId, up: true }, `voter-${voters}`);
  }

  #act(command: Act): Promise<number> {
    return this.#perform(command, 'moderator:hour');
  }

  async #perform(command: Parameters<Room['perform']>[0], by: string): Promise<number> {
    const outcome = await this.#room.perform(command, { id: by });
    if (!outcome.ok) throw new Error(`${command.type}: ${outcome.code}`);
    return outcome.seq;
  }
}

async function openHall() {
  const fail = (error: unknown) => {
    throw error;
  };
  const journal = new MemoryJournal();
  const organisation = await Organisation.open(journal);
  const rooms = new Rooms({ journal, onFailure: (_, error) => fail(error) });
  const server = createServer();
  new Gateway(server, {
    config: { publicUrl: undefined, trustProxy: 0, expressLane: true },
    organisation,
    participants: new ParticipantTokens(randomBytes(SECRET_BYTES)),
    limits: new Limits(false),
    presence: ALONE,
    rooms,
    readCookie: () => undefined,
    onAnswered: () => {},
    onError: fail,
  });
  const settings = {
    title: 'Who builds our town?',
    series: 'Mitrovica Social Club',
    languages: ['en', 'sq', 'sr-Latn', 'sr-Cyrl'],
  };
  const { id, code } = await organisation.createDebate(
    { ...settings, screening: 'first', names: 'off', open: true },
    'api',
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    code,
    room: await rooms.open(id),
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
      await rooms.close();
      organisation.close();
    },
  };
}
