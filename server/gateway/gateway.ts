/** The only place that knows Socket.IO: who connects, what they may ask, and who is told. */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import { audienceCommand, moderatorCommand, watcherCommand } from '../../shared/commands.ts';
import { type Outcome, UNAVAILABLE } from '../../shared/outcome.ts';
import { PROTOCOL, type Screen } from '../../shared/protocol.ts';
import { clientAddress, isOwnOrigin } from '../access/requestOrigin.ts';
import type { Config } from '../config.ts';
import { catchUpWith } from '../room/catchUp.ts';
import type { Room } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';
import { carryOut } from './carryOut.ts';
import {
  type Admission,
  type Arrival,
  admitParticipant,
  admitStaff,
  type Doors,
  HandshakeError,
} from './handshake.ts';
import { type Hearing, listen } from './listen.ts';
import { LiveDebate } from './liveDebate.ts';
import { Outlet } from './outlet.ts';
import type { Presence } from './presence.ts';
import { type Connection, cutIfStuck, type SeatedSocket } from './seat.ts';
import { Seating } from './seating.ts';
import { slimRequest } from './slimRequest.ts';
import { keepNoRooms, slimSocket } from './slimSocket.ts';

const STAFF_SCREENS = ['moderator', 'host', 'overlay'] as const;
/** A 10 kB text is answered with its refusal; what is larger than this ends the connection. */
const MESSAGE_BYTES = 32_768;
const HANDSHAKE_WITHIN_MS = 5_000;
/** How long an arrival waits for what it has seen on another node. It may claim to have seen what never was. */
const CATCH_UP_WITHIN_MS = 2_000;
/** A network that dies without a word is noticed by both sides after the two together. */
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 8_000;
/** Pongs and refusals, which Socket.IO sends by itself, wait too where nobody reads them. */
const SWEEP_EVERY_MS = 1_000;
/** At the stop: who has not closed its end by then has no network any more. */
const GOODBYE_WITHIN_MS = 200;

interface GatewayOptions extends Doors {
  config: Pick<Config, 'publicUrl' | 'trustProxy' | 'expressLane'>;
  rooms: Rooms;
  presence: Presence;
  /** The staff session's cookie of a request, if it has one. */
  readCookie: (request: IncomingMessage) => string | undefined;
  onAnswered: (command: string, outcome: Outcome, ms: number) => void;
  onError: (error: unknown) => void;
}

export class Gateway {
  readonly #options: GatewayOptions;
  readonly #server: HttpServer;
  readonly #io: Server;
  readonly #live = new Map<Room, LiveDebate>();
  /** Commands that are not answered yet, of all sockets. */
  readonly #unanswered = { count: 0 };
  readonly #seating = new Seating(HANDSHAKE_WITHIN_MS);
  readonly #sweep: NodeJS.Timeout;
  #isClosing = false;

  constructor(server: HttpServer, options: GatewayOptions) {
    this.#options = options;
    this.#server = server;
    this.#io = new Server(server, {
      transports: ['websocket'],
      serveClient: false,
      perMessageDeflate: false,
      maxHttpBufferSize: MESSAGE_BYTES,
      connectTimeout: HANDSHAKE_WITHIN_MS,
      pingInterval: PING_EVERY_MS,
      pingTimeout: PONG_WITHIN_MS,
    });
    this.#io.engine.on('connection', ({ request }) => slimRequest(request));
    // The namespace that is always there admits everybody unless told otherwise.
    this.#io.of('/').use((_, next) => next(new HandshakeError('invalidHandshake')));
    this.#seat('audience', (arrival) => admitParticipant(arrival, options));
    for (const screen of STAFF_SCREENS) this.#seat(screen, (arrival) => admitStaff(screen, arrival, options));
    this.#sweep = setInterval(() => {
      for (const connection of this.#connections()) cutIfStuck(connection);
    }, SWEEP_EVERY_MS).unref();
    options.organisation.onAccessEnded((accessId) => {
      for (const live of this.#live.values()) live.disconnectStaff(accessId);
    });
  }

  /** Connected sockets by screen. */
  connections(): Record<Screen, number> {
    const count = (screen: string) => this.#io.of(`/${screen}`).sockets.size;
    return {
      audience: count('audience'),
      moderator: count('moderator'),
      host: count('host'),
      overlay: count('overlay'),
    };
  }

  /** The room broke: its screens come back by themselves and find it replayed. */
  dropRoom(room: Room): void {
    this.#drop(room, this.#live.get(room));
  }

  /** Takes no more commands, answers those underway (within `graceMs`), then disconnects everybody: they retry. */
  async close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    const until = performance.now() + graceMs;
    while (this.#unanswered.count > 0 && performance.now() < until)
      await new Promise((next) => setTimeout(next, 5));
    clearInterval(this.#sweep);
    const connections = this.#connections();
    for (const live of this.#live.values()) live.close();
    const closed = this.#io.close();
    setTimeout(() => {
      for (const { request } of connections) request.socket.destroy();
      this.#server.closeAllConnections();
    }, GOODBYE_WITHIN_MS).unref();
    await closed;
  }

  #connections(): Connection[] {
    return Object.values((this.#io.engine as unknown as { clients: Record<string, Connection> }).clients);
  }

  #seat(screen: Screen, admit: (arrival: Arrival) => Promise<Admission>): void {
    const namespace = this.#io.of(`/${screen}`);
    keepNoRooms(namespace);
    namespace.use(async (socket, next) => {
      if (!this.#seating.keep(socket, screen)) {
        socket.conn.request.socket.destroy();
        return next(new HandshakeError('invalidHandshake'));
      }
      try {
        if (this.#isClosing) throw new HandshakeError('unavailable');
        const { debateId, seq, ...admission } = await admit(this.#arrival(socket as SeatedSocket));
        const room = await this.#options.rooms.open(debateId);
        await catchUpWith(room, seq, CATCH_UP_WITHIN_MS);
        Object.assign(socket.data, admission, { room });
        next();
      } catch (error) {
        this.#seating.giveUp(socket, screen);
        if (!(error instanceof HandshakeError)) this.#options.onError(error);
        next(error instanceof HandshakeError ? error : new HandshakeError('unavailable'));
      }
    });
    const hearing = this.#hearing(screen);
    namespace.on('connection', (socket) => this.#welcome(screen, socket as SeatedSocket, hearing));
  }

  #hearing(screen: Screen): Hearing {
    const { config, limits, onAnswered, onError } = this.#options;
    const onAudience = screen === 'audience';
    return {
      schema: onAudience ? audienceCommand : screen === 'moderator' ? moderatorCommand : watcherCommand,
      hasExpressLane: onAudience && config.expressLane,
      unanswered: this.#unanswered,
      perform: (socket, asked) =>
        this.#isClosing ? asked.answer(UNAVAILABLE) : carryOut(this.#options, screen, socket, asked),
      wearsOut: ({ data }) => onAudience && limits.command('refused', data.actor.id) > 0,
      onLeave: (socket) => this.#leave(screen, socket),
      onAnswered,
      onBug: onError,
    };
  }

  #arrival(socket: SeatedSocket): Arrival {
    const { request, handshake } = socket;
    const { config, readCookie } = this.#options;
    return {
      auth: handshake.auth,
      address: clientAddress(request, config),
      cookie: readCookie(request),
      isOwnPage: isOwnOrigin(request, config),
    };
  }

  #liveIn(room: Room): LiveDebate {
    const known = this.#live.get(room);
    if (known) return known;
    const live = new LiveDebate(room, this.#options.presence, (error) => {
      this.#options.onError(error);
      this.#drop(room, live);
    });
    this.#live.set(room, live);
    return live;
  }

  #welcome(screen: Screen, socket: SeatedSocket, hearing: Hearing): void {
    const { room, token, accessId } = socket.data;
    // It broke while this screen was let in, which comes back and finds it replayed.
    if (room.isClosed) {
      socket.conn.close();
      return;
    }
    if (accessId !== undefined && !this.#options.organisation.isAccessOpen(accessId)) {
      socket.disconnect(true);
      return;
    }
    this.#seating.take(socket, screen);
    const live = this.#liveIn(room);
    socket.data.live = live;
    socket.data.outlet = new Outlet(socket);
    const time = Date.now();
    const onAudience = screen === 'audience';
    socket.emit(
      'welcome',
      onAudience ? { protocol: PROTOCOL, token, time } : { protocol: PROTOCOL, role: screen, time },
    );
    socket.data.token = undefined;
    slimSocket(socket);
    listen(socket, hearing);
    if (onAudience) live.joinAudience(socket);
    else live.joinStaff(screen, socket);
  }

  #leave(screen: Screen, socket: SeatedSocket): void {
    const { live, room } = socket.data;
    this.#seating.leave(socket, screen);
    live.leave(socket);
    if (live.isEmpty) this.#drop(room, live);
  }

  /** Nothing where it is dropped already: a slow screen leaves it late, when the room may have another. */
  #drop(room: Room, live: LiveDebate | undefined): void {
    if (this.#live.get(room) !== live) return;
    live?.close();
    this.#live.delete(room);
  }
}
