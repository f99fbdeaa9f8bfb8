/**
 * The way into the studio: a secret that is printed, lives in memory only and works once. Its use makes the next one,
 * so that whoever has the terminal is never locked out.
 */
import { drawSecret, isSameSecret } from './secret.ts';

export class SignIn {
  #secret: string | undefined = drawSecret();
  #onRenewed: () => void = () => {};

  /** The fragment of the link to print, `sign-in=SECRET`. */
  get fragment(): string {
    return `sign-in=${this.#secret ?? ''}`;
  }

  /** Called when the link has been used and `fragment` is another. */
  onRenewed(listener: () => void): void {
    this.#onRenewed = listener;
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
      const made = await enter();
      this.#secret = drawSecret();
      this.#onRenewed();
      return made;
    } catch (error) {
      this.#secret = own;
      throw error;
    }
  }
}
