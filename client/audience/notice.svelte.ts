/** The one short message at the foot of the page. It repeats what the page shows anyway, and goes by itself. */
const SHOWN_FOR_MS = 6_000;

class Notice {
  /** Asked for anew when the reader changes the language. */
  #text: (() => string) | undefined = $state.raw();
  #timer: ReturnType<typeof setTimeout> | undefined;

  get text(): string {
    return this.#text?.() ?? '';
  }

  say(text: () => string): void {
    clearTimeout(this.#timer);
    this.#text = text;
    this.#timer = setTimeout(() => {
      this.#text = undefined;
    }, SHOWN_FOR_MS);
  }
}

export const notice = new Notice();
