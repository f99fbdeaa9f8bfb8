/** The people of a consultation, each on a phone of their own, and the moderator who approves what they ask. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Desk } from '../desk.ts';
import { type Act, agendas } from './agenda.ts';
import type { Consultation, SourceQuestion, SourceVote } from './consultation.ts';
import type { Tally } from './tally.ts';
import { Turnstile } from './turnstile.ts';
import { Voter } from './voter.ts';

export interface CrowdOptions {
  url: string;
  /** The join code. */
  code: string;
  consultation: Consultation;
  /** The question's id in the debate. */
  idOf: (sourceId: string) => string;
  desk: Desk;
  tally: Tally;
  /** How many times faster than it happened; Infinity: as fast as it goes. */
  speed: number;
}

/** Connections that are being made at a time. */
const ARRIVING_AT_ONCE = 64;
/** Commands underway at a time. Each phone has at most one, so nobody's change of mind is overtaken. */
const UNDERWAY_AT_ONCE = 256;

export class Crowd {
  readonly #options: CrowdOptions;
  readonly #people: { phone: Voter; acts: Act[] }[] = [];
  /** Resolved once a vote on the question makes sense. */
  readonly #screened = new Map<string, Deferred>();
  readonly #sending = new Turnstile(UNDERWAY_AT_ONCE);
  #startedAt = 0;

  constructor(options: CrowdOptions) {
    this.#options = options;
    for (const { sourceId } of options.consultation.questions) this.#screened.set(sourceId, deferred());
  }

  get size(): number {
    return this.#people.length;
  }

  get isConnected(): boolean {
    return this.#people.every(({ phone }) => phone.isConnected);
  }

  /** Resolves once everybody sees the debate. */
  async arrive(): Promise<void> {
    const { url, code, consultation, speed } = this.#options;
    const door = new Turnstile(ARRIVING_AT_ONCE);
    await Promise.all(
      Array.from(agendas(consultation, speed).values(), (acts) =>
        door.pass(async () => {
          const phone = new Voter({ url, code, language: consultation.language });
          this.#people.push({ phone, acts });
          await phone.ready;
        }),
      ),
    );
  }

  /** Resolves once every command has its final answer. */
  async act(): Promise<void> {
    this.#startedAt = performance.now();
    await Promise.all(this.#people.map(({ phone, acts }) => this.#follow(phone, acts)));
  }

  leave(): void {
    for (const { phone } of this.#people) phone.close();
  }

  async #follow(phone: Voter, acts: Act[]): Promise<void> {
    for (const act of acts) {
      const left = act.due - (performance.now() - this.#startedAt);
      if (left > 0) await wait(left);
      if ('ask' in act) await this.#ask(phone, act.ask);
      else await this.#vote(phone, act.vote);
    }
  }

  async #ask(phone: Voter, { sourceId, text }: SourceQuestion): Promise<void> {
    const { idOf, desk, tally, consultation } = this.#options;
    const questionId = idOf(sourceId);
    const more = { id: questionId, language: consultation.language };
    const outcome = await this.#sending.pass(() => tally.count('question', () => phone.ask(text, more)));
    if (outcome.ok) await desk.send({ type: 'approve', questionId });
    this.#screened.get(sourceId)?.resolve();
  }

  async #vote(phone: Voter, { sourceId, up }: SourceVote): Promise<void> {
    const { idOf, tally } = this.#options;
    await this.#screened.get(sourceId)?.promise;
    await this.#sending.pass(() => tally.count('vote', () => phone.upvote(idOf(sourceId), up)));
  }
}

interface Deferred {
  promise: Promise<void>;
  resolve: () => void;
}

function deferred(): Deferred {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
