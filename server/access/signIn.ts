/**
 * This node's way into the studio: a secret that is printed and works once, on whichever node it is used. Its use makes
 * the next one, so that whoever has the terminal is never locked out.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Organisation } from './organisation.ts';
import { hashSecret } from './secret.ts';

const AGAIN_AFTER_MS = 1_000;

interface SignInOptions {
  /** No other node has a way in of its own: what a former life of this one has offered ends. */
  isAlone: boolean;
  onError: (error: unknown) => void;
}

export class SignIn {
  readonly #organisation: Organisation;
  readonly #options: SignInOptions;
  #secret: string;
  #isClosed = false;
  #onRenewed: () => void = () => {};

  private constructor(organisation: Organisation, secret: string, options: SignInOptions) {
    this.#organisation = organisation;
    this.#secret = secret;
    this.#options = options;
    organisation.onOfferEnded((hash) => {
      if (hash === hashSecret(this.#secret)) void this.#renew();
    });
  }

  /** @throws JournalFailure */
  static async open(organisation: Organisation, options: SignInOptions): Promise<SignIn> {
    return new SignIn(organisation, await organisation.offerSignIn(options.isAlone), options);
  }

  /** The fragment of the link to print, `sign-in=SECRET`. */
  get fragment(): string {
    return `sign-in=${this.#secret}`;
  }

  /** Called when the link has been used and `fragment` is another. */
  onRenewed(listener: () => void): void {
    this.#onRenewed = listener;
  }

  close(): void {
    this.#isClosed = true;
  }

  async #renew(): Promise<void> {
    while (!this.#isClosed) {
      try {
        this.#secret = await this.#organisation.offerSignIn(false);
        return this.#onRenewed();
      } catch (error) {
        this.#options.onError(error);
        await delay(AGAIN_AFTER_MS, undefined, { ref: false });
      }
    }
  }
}
