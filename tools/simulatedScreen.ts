/**
 * A screen without a browser, on a socket of its own: follows its view and repeats every command until it is answered.
 * For the demo, the replay and tests; it knows the public protocol and nothing of the server.
 */
import { io, type Socket } from 'socket.io-client';
import type { Outcome } from '../shared/outcome.ts';
import { type HandshakeRefusal, PROTOCOL } from '../shared/protocol.ts';

interface View {
  seq: number;
  questions: Record<string, { votes: number }>;
}

interface Patch {
  seq: number;
  from: number;
  rows?: Record<string, { votes: number }>;
  tallies?: Record<string, number>;
  gone?: string[];
}

interface Underway<Command> {
  command: Command;
  answer: (outcome: Outcome) => void;
}

/** What another attempt may mend. */
const PASSING = new Set<string>(['unavailable', 'unknown', 'tooMany']);
const ANSWER_WITHIN_MS = 5_000;
const AGAIN_AFTER_MS = 1_000;

export abstract class SimulatedScreen<V extends View, Command extends { type: string }> {
  /** The newest view; patches change it in place. Undefined before `ready`. */
  view: V | undefined;
  /** Resolves with the first view. @throws Error with the handshake's refusal where trying again would not help */
  readonly ready: Promise<void>;
  protected readonly socket: Socket;
  readonly #underway = new Set<Underway<Command>>();
  /** The highest seq heard: another node must not show anything older. */
  #seen = 0;
  #heardAt = 0;
  #live = false;
  #closed = false;

  /**
   * @param address the server and the namespace, as `http://localhost:3000/audience`
   * @param handshake asked for anew at every attempt
   */
  constructor(address: string, handshake: () => Record<string, unknown>) {
    this.socket = io(address, {
      transports: ['websocket'],
      forceNew: true,
      // Node's own switch for certificates that nobody has signed, which this library does not read.
      rejectUnauthorized: process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0',
      auth: (give) => give({ ...handshake(), seq: this.#seen, protocol: PROTOCOL }),
      reconnectionDelay: 250,
      reconnectionDelayMax: AGAIN_AFTER_MS,
    });
    this.socket.onAny((_event, { seq = 0 }: { seq?: number }) => this.#saw(seq));
    this.socket.on('view', (view: V) => this.#show(view));
    this.socket.on('patch', (patch: Patch) => this.#follow(patch));
    this.socket.on('disconnect', () => this.#left());
    this.ready = new Promise((done, failed) => {
      this.socket.once('view', () => done());
      this.socket.on('connect_error', (error: Error & { data?: { code: HandshakeRefusal } }) => {
        if (!error.data || PASSING.has(error.data.code)) this.#reconnect();
        else failed(new Error(error.data.code));
      });
    });
  }

  /** Resolves with the server's final answer, however many attempts that takes. */
  send(command: Command): Promise<Outcome> {
    return new Promise((answer) => {
      const underway = { command, answer };
      this.#underway.add(underway);
      if (this.#live) this.#emit(underway);
    });
  }

  close(): void {
    this.#closed = true;
    this.socket.disconnect();
  }

  #emit(underway: Underway<Command>): void {
    const askedAt = performance.now();
    this.socket
      .timeout(ANSWER_WITHIN_MS)
      .emit('command', underway.command, (late: Error | null, outcome?: Outcome) => {
        if (late || !outcome) return this.#doubt(underway, askedAt);
        this.#saw(outcome.ok ? outcome.seq : 0);
        if (!outcome.ok && PASSING.has(outcome.code))
          return this.#again(underway, outcome.retryAfterMs ?? AGAIN_AFTER_MS);
        if (this.#underway.delete(underway)) underway.answer(outcome);
      });
  }

  /** Where nothing else was heard either, the link is given up: another is made at once. */
  #doubt(underway: Underway<Command>, askedAt: number): void {
    if (this.#live && this.#heardAt < askedAt) this.socket.io.engine.close();
    else this.#again(underway, 0);
  }

  #again(underway: Underway<Command>, afterMs: number): void {
    setTimeout(() => {
      if (this.#live && this.#underway.has(underway)) this.#emit(underway);
    }, afterMs);
  }

  #saw(seq: number): void {
    this.#heardAt = performance.now();
    this.#seen = Math.max(this.#seen, seq);
  }

  #show(view: V): void {
    const arrived = !this.#live;
    this.view = view;
    this.#live = true;
    if (arrived) for (const underway of this.#underway) this.#emit(underway);
  }

  #follow({ from, rows, tallies, gone, ...rest }: Patch): void {
    const view = this.view;
    if (!view || rest.seq < view.seq) return;
    if (from > view.seq) {
      this.socket.emit('command', { type: 'resync' }, () => {});
      return;
    }
    Object.assign(view, rest);
    Object.assign(view.questions, rows);
    for (const [id, votes] of Object.entries(tallies ?? {})) {
      const question = view.questions[id];
      if (question) question.votes = votes;
    }
    for (const id of gone ?? []) delete view.questions[id];
  }

  #left(): void {
    this.#live = false;
    this.#reconnect();
  }

  /** Socket.IO gives up by itself where the server closed the connection or refused the handshake. */
  #reconnect(): void {
    if (this.socket.active) return;
    setTimeout(() => {
      if (!this.#closed) this.socket.connect();
    }, AGAIN_AFTER_MS);
  }
}
