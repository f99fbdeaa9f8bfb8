/**
 * One screen's link to its debate: the view, kept current by patches, and the commands on their way.
 * A command is repeated after every reconnect until it is answered: commands are repeatable by design.
 */
import type { Outcome, Refused } from '../../shared/outcome.ts';
import type { HandshakeRefusal } from '../../shared/protocol.ts';
import { SocketLink } from './socketLink.ts';

/** away: the network or the server is gone and we are trying; refused: trying again would not help. */
type LinkState = 'connecting' | 'live' | 'away' | 'refused';

export interface Patch {
  seq: number;
  from: number;
}

interface Underway {
  command: { type: string };
  once: boolean;
  answer: (outcome: Outcome) => void;
}

/** What `sendOnce` answers where the link was down, and where it fell before the answer came. */
const NOT_SENT: Outcome = { ok: false, code: 'unavailable', message: 'Not sent.' };
const UNANSWERED: Outcome = { ok: false, code: 'unknown', message: 'No answer; it is not sent again.' };

/** The server is there and cannot keep what it is sent, or say that it did. */
const isHeldBack = (outcome: Outcome): outcome is Refused =>
  !outcome.ok && (outcome.code === 'unavailable' || outcome.code === 'unknown');

interface ConnectionOptions<View extends { seq: number }, P extends Patch> {
  /** The namespace, as `/audience`. */
  screen: string;
  /** The handshake, asked for anew at every attempt. */
  handshake: () => Record<string, unknown>;
  /** Screens with patches: the view that a patch makes of the last one. */
  apply?: (view: View, patch: P) => View;
  /** Events of this screen beside view and patch. */
  on?: Record<string, (payload: never) => void>;
}

const ANSWER_WITHIN_MS = 8_000;

export class Connection<View extends { seq: number }, P extends Patch = Patch> {
  state: LinkState = $state('connecting');
  /** The server is there and cannot keep what it is sent; that is sent again until it can. */
  isHeld = $state(false);
  refusal: HandshakeRefusal | undefined = $state();
  view: View | undefined = $state.raw();

  readonly #link: SocketLink;
  readonly #apply: ((view: View, patch: P) => View) | undefined;
  readonly #underway = new Set<Underway>();
  #resyncing = false;
  /** The highest seq heard: another node that we come to must not show anything older. */
  #seen = 0;

  constructor({ screen, handshake, apply, on = {} }: ConnectionOptions<View, P>) {
    this.#apply = apply;
    this.#link = new SocketLink({
      namespace: screen,
      auth: () => ({ ...handshake(), ...(this.#seen > 0 && { seq: this.#seen }) }),
      hear: (event, payload) => {
        this.#saw(payload);
        if (event === 'view') this.#show(payload as View);
        else if (event === 'patch') this.#patch(payload as P);
        else on[event]?.(payload as never);
      },
      left: () => this.#left(),
      refused: ({ data }) => this.#refused((data as { code?: HandshakeRefusal } | undefined)?.code),
    });
  }

  /** Resolves with the server's answer, however many reconnects that takes. */
  send(command: { type: string }): Promise<Outcome> {
    return this.#start(command, false);
  }

  /** For what must never happen late, as a take: now or not at all, answered `unknown` where the link fails meanwhile. */
  sendOnce(command: { type: string }): Promise<Outcome> {
    return this.state === 'live' ? this.#start(command, true) : Promise.resolve(NOT_SENT);
  }

  close(): void {
    this.#link.close();
  }

  #start(command: { type: string }, once: boolean): Promise<Outcome> {
    return new Promise((answer) => {
      const underway = { command, once, answer };
      this.#underway.add(underway);
      if (this.state === 'live') this.#emit(underway);
    });
  }

  #end(underway: Underway, outcome: Outcome): void {
    if (this.#underway.delete(underway)) underway.answer(outcome);
  }

  #emit(underway: Underway): void {
    this.#link.emit('command', underway.command, ANSWER_WITHIN_MS, (answer) => {
      const outcome = answer as Outcome | undefined;
      this.#saw(outcome);
      if (underway.once) return this.#end(underway, outcome ?? UNANSWERED);
      if (!outcome) return this.#again(underway, 0);
      this.isHeld = isHeldBack(outcome);
      if (isHeldBack(outcome)) return this.#again(underway, outcome.retryAfterMs ?? 1_000);
      this.#end(underway, outcome);
    });
  }

  #again(underway: Underway, afterMs: number): void {
    setTimeout(() => {
      if (this.state === 'live' && this.#underway.has(underway)) this.#emit(underway);
    }, afterMs);
  }

  #saw(heard: unknown): void {
    const { seq } = (heard ?? {}) as { seq?: unknown };
    if (typeof seq === 'number' && seq > this.#seen) this.#seen = seq;
  }

  #show(view: View): void {
    const arrived = this.state !== 'live';
    this.view = view;
    this.state = 'live';
    this.refusal = undefined;
    if (arrived) for (const underway of this.#underway) this.#emit(underway);
  }

  #patch(patch: P): void {
    if (!this.view || !this.#apply || patch.seq < this.view.seq) return;
    if (patch.from > this.view.seq) this.#resync();
    else this.view = this.#apply(this.view, patch);
  }

  #resync(): void {
    if (this.#resyncing) return;
    this.#resyncing = true;
    this.#link.emit('command', { type: 'resync' }, ANSWER_WITHIN_MS, () => {
      this.#resyncing = false;
    });
  }

  #left(): void {
    this.state = 'away';
    this.isHeld = false;
  }

  #refused(code: HandshakeRefusal | undefined): boolean {
    const passes = code === undefined || code === 'tooMany' || code === 'unavailable';
    this.refusal = passes ? undefined : code;
    this.state = passes ? 'away' : 'refused';
    return passes;
  }
}
