/**
 * One person in one debate: what they see, what they have asked and upvoted, and what is still on its way.
 * Whatever they do is in the outbox before it is sent, and leaves it only with the server's answer.
 */
import type { AudienceCommand } from '../../shared/commands.ts';
import type { Accepted, Outcome, RefusalCode } from '../../shared/outcome.ts';
import type { AudienceWelcome } from '../../shared/protocol.ts';
import type { AudiencePatch, AudienceView, Mine, MyQuestion } from '../../shared/views.ts';
import { Connection } from '../lib/connection.svelte.ts';
import { recall, remember } from '../lib/remembered.ts';
import { applyPatch } from './applyPatch.ts';
import { learnAllVotes, learnVote, type MyVotes, shownVotes } from './myVotes.ts';
import { Outbox, type OutgoingQuestion } from './outbox.svelte.ts';

const TOKEN = 'sofra.token';
const WAIT_MS = 2_000;

/** What the person should hear of, whatever they look at. */
interface AudienceListener {
  becameOf(question: MyQuestion): void;
  refused(code: RefusalCode): void;
  sent(question: OutgoingQuestion): void;
}

export class Audience {
  readonly connection: Connection<AudienceView, AudiencePatch>;
  readonly outbox: Outbox;
  questions: Readonly<Record<string, MyQuestion>> = $state.raw({});
  #votes: MyVotes = $state.raw({});
  readonly #listener: AudienceListener;
  readonly #underway = new Set<string>();

  constructor(code: string, language: () => string, listener: AudienceListener) {
    this.#listener = listener;
    this.outbox = new Outbox(code);
    this.connection = new Connection({
      screen: '/audience',
      handshake: () => ({
        debate: code,
        token: recall(TOKEN) ?? undefined,
        language: language(),
        counts: 'byNumber',
        protocol: 1,
      }),
      apply: applyPatch,
      on: {
        welcome: ({ token }: AudienceWelcome) => remember(TOKEN, token),
        mine: (mine: Mine) => this.#learn(mine),
      },
    });
    for (const question of this.outbox.questions) if (!question.refused) void this.#sendQuestion(question);
    for (const id of Object.keys(this.outbox.votes)) void this.#sendVote(id);
    for (const id of this.outbox.withdrawals) void this.#sendWithdrawal(id);
  }

  get view(): AudienceView | undefined {
    return this.connection.view;
  }

  isUp(questionId: string): boolean {
    return this.outbox.votes[questionId] ?? this.#votes[questionId]?.up ?? false;
  }

  /** The tally as it will be once everybody has heard of my last tap. */
  votesOf(questionId: string, tally: number): number {
    const vote = this.#votes[questionId];
    return shownVotes(tally, vote, this.view?.seq ?? 0, this.outbox.votes[questionId]);
  }

  ask(question: OutgoingQuestion): void {
    this.outbox.putQuestion(question);
    void this.#sendQuestion(question);
  }

  upvote(questionId: string, up: boolean): void {
    this.outbox.putVote(questionId, up);
    void this.#sendVote(questionId);
  }

  withdraw(questionId: string): void {
    this.outbox.putWithdrawal(questionId);
    void this.#sendWithdrawal(questionId);
  }

  close(): void {
    this.connection.close();
  }

  async #sendQuestion(question: OutgoingQuestion): Promise<void> {
    const { id, text, name, language } = question;
    await this.#alone(`ask ${id}`, async () => {
      const command = { type: 'askQuestion' as const, id, text, language, ...(name && { name }) };
      const outcome = await this.#send(command);
      if (!outcome.ok) return this.outbox.putQuestion({ ...question, refused: outcome.code });
      this.#keepAsked(question);
      this.outbox.dropQuestion(id);
      this.#listener.sent(question);
    });
  }

  /** One question's votes go one after another, so that the last tap is the last to arrive. */
  async #sendVote(questionId: string): Promise<void> {
    await this.#alone(`upvote ${questionId}`, async () => {
      for (let up = this.outbox.votes[questionId]; up !== undefined; up = this.outbox.votes[questionId]) {
        const outcome = await this.#send({ type: 'upvote', questionId, up });
        if (outcome.ok) this.#learnVote(questionId, up, outcome);
        else this.#listener.refused(outcome.code);
        if (!outcome.ok || this.outbox.votes[questionId] === up) this.outbox.dropVote(questionId);
      }
    });
  }

  async #sendWithdrawal(questionId: string): Promise<void> {
    await this.#alone(`withdraw ${questionId}`, async () => {
      const outcome = await this.#send({ type: 'withdrawQuestion', questionId });
      this.outbox.dropWithdrawal(questionId);
      if (!outcome.ok) this.#listener.refused(outcome.code);
    });
  }

  /** Runs `act` unless the same is underway already. */
  async #alone(what: string, act: () => Promise<void>): Promise<void> {
    if (this.#underway.has(what)) return;
    this.#underway.add(what);
    await act();
    this.#underway.delete(what);
  }

  /** The answer; where the server asks to wait, the one after the wait. */
  async #send(command: AudienceCommand): Promise<Outcome> {
    for (;;) {
      const outcome = await this.connection.send(command);
      if (outcome.ok || outcome.code !== 'tooMany') return outcome;
      this.#listener.refused('tooMany');
      await new Promise((resume) => setTimeout(resume, outcome.retryAfterMs ?? WAIT_MS));
    }
  }

  #learn({ seq, reset, questions = {}, upvotes = {} }: Mine): void {
    if (reset) {
      this.questions = questions;
      this.#votes = learnAllVotes(upvotes, seq);
      return;
    }
    for (const [id, question] of Object.entries(questions))
      if (this.questions[id] && this.questions[id].status !== question.status)
        this.#listener.becameOf(question);
    this.questions = { ...this.questions, ...questions };
    for (const [id, up] of Object.entries(upvotes))
      this.#votes = learnVote(this.#votes, id, up, seq, this.view?.seq ?? 0);
  }

  #learnVote(questionId: string, up: boolean, { seq }: Accepted): void {
    this.#votes = learnVote(this.#votes, questionId, up, seq, this.view?.seq ?? 0);
  }

  /** The question is in the log; `mine` may tell more of it before or after this. */
  #keepAsked({ id, text, name, language, at }: OutgoingQuestion): void {
    const status = this.view?.debate.screening === 'off' ? 'approved' : 'waiting';
    const asked: MyQuestion = { text, language, at, status, ...(name && { name }) };
    this.questions = { [id]: asked, ...this.questions };
  }
}
