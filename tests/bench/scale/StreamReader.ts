/**
 * Reads a Redis stream as a node's tail does, page by page from where it is, and understands nothing of it but the last
 * id: dozens of them cost less than the Redis that serves them.
 */
import { connect, type Socket } from 'node:net';

/** As the tail of a node that writes nothing. */
const BETWEEN_READS_MS = 55;
const READ_AT_MOST = '200';
/** Asked with each read: its answer ends the page. */
const END = '+PONG\r\n';
/** Before the four fields of a batch, with their names. */
const FIELDS = '\r\n*8\r\n';

const command = (...words: string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

export class StreamReader {
  readonly #socket: Socket;
  readonly #key: string;
  #after: string;
  #page: Buffer[] = [];

  /** @param after the id after which it begins */
  constructor(port: number, key: string, after: string) {
    this.#key = key;
    this.#after = after;
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#ask();
  }

  close(): void {
    this.#socket.destroy();
  }

  #ask(): void {
    const read = command('XREAD', 'COUNT', READ_AT_MOST, 'STREAMS', this.#key, this.#after);
    if (!this.#socket.destroyed) this.#socket.write(read + command('PING'));
  }

  #take(chunk: Buffer): void {
    this.#page.push(chunk);
    if (chunk.toString('latin1', Math.max(0, chunk.length - END.length)) !== END) return;
    const page = Buffer.concat(this.#page).toString('latin1');
    this.#page = [];
    const fields = page.lastIndexOf(FIELDS);
    if (fields >= 0) this.#after = page.slice(page.lastIndexOf('\n', fields) + 1, fields);
    setTimeout(() => this.#ask(), BETWEEN_READS_MS);
  }
}
