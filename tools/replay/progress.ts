/** How far a long run is: a bar that redraws itself on a terminal, else a plain line every few seconds. */
const BAR_CELLS = 30;
const REDRAW_MS = 100;
const LINE_EVERY_MS = 5_000;

export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #read: () => { done: number; total: number };
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(read: () => { done: number; total: number }, out: NodeJS.WriteStream = process.stderr) {
    this.#read = read;
    this.#out = out;
    this.#timer = setInterval(() => this.#draw(), out.isTTY ? REDRAW_MS : LINE_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#out.isTTY) this.#out.write('\r\x1b[K');
  }

  #draw(): void {
    const { done, total } = this.#read();
    const share = total === 0 ? 1 : done / total;
    const seconds = Math.round((performance.now() - this.#startedAt) / 1_000);
    const said = `${Math.floor(share * 100)} %  ${done} of ${total}  ${seconds} s`;
    if (!this.#out.isTTY) this.#out.write(`${said}\n`);
    else {
      const full = Math.round(share * BAR_CELLS);
      this.#out.write(`\r\x1b[K${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)}  ${said}`);
    }
  }
}
