/** The one line in which the console says what an act led to. Screen readers hear it too. */
const SHOWN_MS = 6_000;

export interface Notice {
  text: string;
  /** Nothing was done: to be noticed, not only read in passing. */
  refused: boolean;
}

export class Notices {
  latest: Notice | undefined = $state();
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    this.#show({ text, refused: false });
  }

  refuse(text: string): void {
    this.#show({ text, refused: true });
  }

  #show(notice: Notice): void {
    clearTimeout(this.#timer);
    this.latest = notice;
    this.#timer = setTimeout(() => {
      this.latest = undefined;
    }, SHOWN_MS);
  }
}
