/** One simulated person of the audience. The token makes every reconnect the same person. */
import { randomUUID } from 'node:crypto';
import type { AudienceCommand } from '../shared/commands.ts';
import type { Outcome } from '../shared/outcome.ts';
import type { AudienceWelcome } from '../shared/protocol.ts';
import type { AudienceView, Mine, MyQuestion } from '../shared/views.ts';
import { SimulatedScreen } from './simulatedScreen.ts';

export interface PhoneOptions {
  /** Of the server, as `http://localhost:3000`. */
  url: string;
  /** The join code. */
  code: string;
  language?: string;
  /** Of an earlier phone, to be the same person. */
  token?: string;
}

export class Phone extends SimulatedScreen<AudienceView, AudienceCommand> {
  /** Who this is; undefined until the server has said. */
  token: string | undefined;
  /** This person's own questions, by id. */
  questions: Record<string, MyQuestion> = {};
  /** By question: true given, false taken back. */
  upvotes: Record<string, boolean> = {};

  constructor({ url, code, language, token }: PhoneOptions) {
    super(`${url}/audience`, () => ({ debate: code, token: this.token, language }));
    this.token = token;
    this.socket.on('welcome', (welcome: AudienceWelcome) => {
      this.token = welcome.token;
    });
    this.socket.on('mine', (mine: Mine) => this.#learn(mine));
  }

  ask(text: string, more: { id?: string; name?: string; language?: string } = {}): Promise<Outcome> {
    return this.send({ type: 'askQuestion', id: randomUUID(), text, ...more });
  }

  upvote(questionId: string, up = true): Promise<Outcome> {
    return this.send({ type: 'upvote', questionId, up });
  }

  #learn({ reset, questions, upvotes }: Mine): void {
    this.questions = { ...(reset ? {} : this.questions), ...questions };
    this.upvotes = { ...(reset ? {} : this.upvotes), ...upvotes };
  }
}
