/**
 * The one place that hears what a client sends: parsed once, limited, answered always, never trusted.
 * Nothing else may call `socket.on`.
 */
import { performance } from 'node:perf_hooks';
import type { z } from 'zod';
import type { AudienceCommand, ModeratorCommand } from '../../shared/commands.ts';
import {
  type Outcome,
  REFUSALS,
  type RefusalCode,
  type Refused,
  refusal,
  UNKNOWN,
} from '../../shared/outcome.ts';
import type { Actor } from '../debate/decide.ts';
import type { Room } from '../room/room.ts';
import type { Place, Turn } from '../room/turns.ts';
import { ExpressLane } from './expressLane.ts';
import { isCut, type SeatedSocket } from './seat.ts';

export type ScreenCommand = AudienceCommand | ModeratorCommand;

/** What is heard at one screen, by all who sit there. */
export interface Hearing {
  schema: z.ZodType<ScreenCommand>;
  /** Upvotes may pass Socket.IO by. */
  hasExpressLane: boolean;
  /** Kept here, for all sockets together. */
  unanswered: { count: number };
  /** Answers it, now or later. */
  perform: (socket: SeatedSocket, asked: Asked) => void;
  /** Asked at every refusal that an honest screen would not run into again and again: whether this was one too many. */
  wearsOut: (socket: SeatedSocket) => boolean;
  onLeave: (socket: SeatedSocket) => void;
  onAnswered: (command: string, outcome: Outcome, ms: number) => void;
  /** Of one command, which is answered `unknown`. */
  onBug: (bug: unknown) => void;
}

/** Commands of one connection that may be unanswered at a time. */
const UNDERWAY_AT_MOST = 256;
const AGAIN = { retryAfterMs: 1_000 };

/** Where an answer goes: the packet's own way back. */
interface Acknowledging {
  acknowledge(outcome: Outcome, id: string): void;
}

/** One command from its arrival to its answer, in one object: a hall has a thousand of them under way. */
export class Asked<C extends ScreenCommand = ScreenCommand> {
  readonly command: C;
  waiting: Turn[] | undefined = undefined;
  refusals: Map<number, Refused> | undefined = undefined;
  readonly #listener: Listener;
  readonly #way: Acknowledging;
  readonly #id: string;
  readonly #startedAt = performance.now();
  #isAnswered = false;

  constructor(listener: Listener, command: C, way: Acknowledging, id: string) {
    this.#listener = listener;
    this.command = command;
    this.#way = way;
    this.#id = id;
  }

  get actor(): Actor {
    return this.#listener.actor;
  }

  get room(): Room {
    return this.#listener.room;
  }

  get place(): Place {
    return this.#listener.place;
  }

  /** Once; what is answered later is not heard. */
  answer(outcome: Outcome): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.#listener.isOver();
    this.#listener.give(outcome, this.#way, this.#id);
    this.#listener.note(this.command.type, outcome, performance.now() - this.#startedAt);
  }
}

/** Hears one connection. What every command needs of its seat lies here too: a vote looks in few places of memory. */
export class Listener {
  readonly actor: Actor;
  readonly room: Room;
  readonly #socket: SeatedSocket;
  readonly #hearing: Hearing;
  readonly #lane: ExpressLane | undefined;
  #underway = 0;
  #place: Place | undefined;

  constructor(socket: SeatedSocket, hearing: Hearing) {
    const { actor, room } = socket.data;
    this.actor = actor;
    this.room = room;
    this.#socket = socket;
    this.#hearing = hearing;
    this.#lane = hearing.hasExpressLane ? new ExpressLane(socket, this) : undefined;
  }

  /** Of who has sent something: most of a hall looks on. */
  get place(): Place {
    this.#place ??= this.room.placeOf(this.actor.id);
    return this.#place;
  }

  leave(): void {
    this.#lane?.close();
    this.#hearing.onLeave(this.#socket);
  }

  hear(payload: unknown, way: Acknowledging): void {
    const parsed = this.#hearing.schema.safeParse(payload);
    if (parsed.success) this.take(parsed.data, way);
    else this.#refuse(parsed.error, way);
  }

  /** A command that keeps to the schema. @param id the packet's, where its way back needs it */
  take(command: ScreenCommand, way: Acknowledging, id = ''): void {
    const { unanswered, perform, onBug } = this.#hearing;
    const asked = new Asked(this, command, way, id);
    this.#underway += 1;
    unanswered.count += 1;
    if (this.#underway > UNDERWAY_AT_MOST) asked.answer(refusal('tooMany', AGAIN));
    else
      try {
        perform(this.#socket, asked);
      } catch (bug) {
        onBug(bug);
        asked.answer(UNKNOWN);
      }
  }

  #refuse(error: z.ZodError, way: Acknowledging): void {
    const refused = refusalOf(error);
    this.give(refused, way, '');
    this.note('invalid', refused, 0);
  }

  /** A command has its answer. */
  isOver(): void {
    this.#underway -= 1;
    this.#hearing.unanswered.count -= 1;
  }

  /** A refusal too many ends the connection instead. */
  give(outcome: Outcome, way: Acknowledging, id: string): void {
    if (!outcome.ok && WEARING.has(outcome.code) && this.#hearing.wearsOut(this.#socket))
      this.#socket.conn.request.socket.destroy();
    else way.acknowledge(outcome, id);
  }

  note(type: string, outcome: Outcome, ms: number): void {
    this.#hearing.onAnswered(type, outcome, ms);
  }
}

/** The same two functions for all connections, which find the listener on their socket: see networkReads.ts. */
export function listen(socket: SeatedSocket, hearing: Hearing): void {
  socket.data.listener = new Listener(socket, hearing);
  socket.on('disconnect', leave);
  socket.on('command', hear);
}

function leave(this: SeatedSocket): void {
  this.data.listener.leave();
}

function hear(this: SeatedSocket, payload: unknown, acknowledge: unknown): void {
  if (isCut(this)) return;
  const give = typeof acknowledge === 'function' ? (acknowledge as Answer) : () => {};
  this.data.listener.hear(payload, { acknowledge: (outcome) => give(outcome) });
}

type Answer = (outcome: Outcome) => void;

const WEARING = new Set<RefusalCode>([
  'invalidCommand',
  'textTooLong',
  'textNotAllowed',
  'textEmpty',
  'tooMany',
]);

/** A text that may not be shown says so itself; anything else is not a command. */
function refusalOf(error: z.ZodError): Refused {
  for (const issue of error.issues) {
    const code = issue.code === 'custom' ? issue.params?.refusal : undefined;
    if (typeof code === 'string' && code in REFUSALS) return refusal(code as RefusalCode);
  }
  return refusal('invalidCommand');
}
