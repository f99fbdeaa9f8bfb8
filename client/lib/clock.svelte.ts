/** The server's time, ticking: screens count from it, however wrong their own clock is. */
export class Clock {
  /** Milliseconds since 1970, changing every second. */
  now: number = $state(Date.now());
  readonly minute: number = $derived(Math.floor(this.now / 60_000));
  #ahead = 0;

  constructor() {
    setInterval(() => {
      this.now = Date.now() + this.#ahead;
    }, 1_000);
  }

  /** @param time what the server's clock said just now */
  set(time: number): void {
    this.#ahead = time - Date.now();
    this.now = time;
  }
}
