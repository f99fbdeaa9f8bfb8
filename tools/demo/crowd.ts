/**
 * The audience of the demo: simulated phones that ask the written questions and upvote what they see.
 * Who does what, and when, comes from the seed and from what is on air: every evening is alike, none the same.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Phone } from '../phone.ts';
import { pick, type Random } from '../seededRandom.ts';
import { atRandomTimes } from './atRandomTimes.ts';

export interface WrittenQuestion {
  language: string;
  text: string;
  name?: string;
}

export interface CrowdOptions {
  /** Of the server. */
  url: string;
  code: string;
  people: number;
  questions: WrittenQuestion[];
  random: Random;
}

const LATECOMERS = 1 / 3;
const LATECOMERS_PER_SECOND = 0.3;
const QUESTIONS_PER_SECOND = 1 / 12;
const VOTES_PER_SECOND = 0.9;
/** A question that goes on air reminds people to vote: this many more votes a second, fading in seconds. */
const BURST = 5;
const BURST_FADES_IN = 5;
const LOOKS_EVERY_MS = 50;
const TAKEN_BACK = 0.04;
/** How much a question not written here draws: the one of whoever tries the demo. */
const VISITORS_APPEAL = 4;

export class Crowd {
  readonly #options: CrowdOptions;
  readonly #phones: Phone[] = [];
  readonly #unasked: WrittenQuestion[];
  readonly #appeal: Map<string, number>;
  #stops: (() => void)[] = [];
  #lastOnAir: string | undefined;
  #onAirAt = 0;

  constructor(options: CrowdOptions) {
    const { random, questions } = options;
    this.#options = options;
    this.#unasked = [...questions];
    this.#appeal = new Map(questions.map(({ text }) => [text, Math.min(8, (1 - random()) ** -0.8)]));
  }

  /** Most are there from the start. */
  async arrive(): Promise<void> {
    const early = Math.round(this.#options.people * (1 - LATECOMERS));
    await Promise.all(Array.from({ length: early }, () => this.#join()));
  }

  /** Asks so many of the written questions at once. */
  async ask(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#ask()));
  }

  /** Votes quickly for a while, so that the evening is under way. Resolves once that many are given. */
  async warmUp(votes: number): Promise<void> {
    for (let given = 0; given < votes; ) {
      if (await this.#vote()) given += 1;
      else await wait(LOOKS_EVERY_MS);
    }
  }

  start(): void {
    const { random, people } = this.#options;
    this.#stops = [
      atRandomTimes(
        random,
        () => this.#votesPerSecond(),
        () => void this.#vote(),
      ),
      atRandomTimes(
        random,
        () => QUESTIONS_PER_SECOND,
        () => void this.#ask(),
      ),
      atRandomTimes(
        random,
        () => LATECOMERS_PER_SECOND,
        () => {
          if (this.#phones.length < people) void this.#join();
        },
      ),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    for (const phone of this.#phones) phone.close();
  }

  #someone(): Phone | undefined {
    return pick(this.#options.random, this.#phones, () => 1);
  }

  async #join(): Promise<void> {
    const { url, code, questions, random } = this.#options;
    const language = pick(random, questions, () => 1)?.language ?? 'en';
    const phone = new Phone({ url, code, language });
    await phone.ready;
    this.#phones.push(phone);
  }

  async #ask(): Promise<void> {
    const question = this.#unasked.shift();
    if (!question) return;
    const { text, ...more } = question;
    await this.#someone()?.ask(text, more);
  }

  async #vote(): Promise<boolean> {
    const { random } = this.#options;
    const phone = this.#someone();
    if (!phone?.view) return false;
    const open = Object.entries(phone.view.questions).filter(([, { status }]) => status === 'approved');
    const back = random() < TAKEN_BACK;
    const chosen = pick(random, open, ([id, { text }]) =>
      (phone.upvotes[id] ?? false) === back ? (this.#appeal.get(text) ?? VISITORS_APPEAL) : 0,
    );
    if (!chosen) return false;
    const { ok } = await phone.upvote(chosen[0], !back);
    return ok;
  }

  #votesPerSecond(): number {
    const onAir = this.#phones[0]?.view?.onAir?.questionId;
    if (onAir !== this.#lastOnAir) {
      this.#lastOnAir = onAir;
      if (onAir) this.#onAirAt = Date.now();
    }
    const seconds = (Date.now() - this.#onAirAt) / 1_000;
    return VOTES_PER_SECOND + BURST * Math.exp(-seconds / BURST_FADES_IN);
  }
}
