/** A question being written; kept on the device. */
import { recall, remember } from '../lib/remembered.ts';

export class Draft {
  text = $state('');
  name = $state('');
  readonly #name: string;

  constructor(code: string) {
    this.#name = `sofra.draft.${code}`;
    try {
      const { text = '', name = '' } = JSON.parse(recall(this.#name) ?? '{}') as {
        text?: string;
        name?: string;
      };
      this.text = text;
      this.name = name;
    } catch {
      remember(this.#name, null);
    }
  }

  write(text: string, name: string): void {
    this.text = text;
    this.name = name;
    remember(this.#name, text || name ? JSON.stringify({ text, name }) : null);
  }
}
