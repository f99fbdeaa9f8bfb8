/** The way into the studio: a secret that is printed at the start, lives in memory only and works once. */
import { drawSecret, isSameSecret } from './secret.ts';

export class SignIn {
  #secret: string | undefined = drawSecret();

  /** The fragment of the link to print, `sign-in=SECRET`; undefined once it is used. */
  get fragment(): string | undefined {
    return this.#secret && `sign-in=${this.#secret}`;
  }

  /**
   * Runs `enter` if the secret is right and unused. If `enter` fails, the secret is good again.
   * @returns what `enter` made, or undefined where the secret is wrong or used
   */
  async redeem<Made>(secret: string, enter: () => Promise<Made>): Promise<Made | undefined> {
    const own = this.#secret;
    if (own === undefined || !isSameSecret(own, secret)) return undefined;
    this.#secret = undefined;
    try {
      return await enter();
    } catch (error) {
      this.#secret = own;
      throw error;
    }
  }
}
