/**
 * A client's end of a WebSocket, as cheap as Node lets it be: 5,000 phones are one process here. Masks with zeros (the
 * server unmasks all the same) and reads frames where they lie. Knows only what these servers send: whole text frames.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** `bytes` from `start` to `end` are the message; they are somebody else's once this returns. */
export type Hear = (bytes: Buffer, start: number, end: number) => void;

interface Listeners {
  onOpen: () => void;
  onText: Hear;
  /** Not after `close()`. */
  onEnd: (error: Error) => void;
}

/** Of all sockets: what one reads is dealt with before another does. */
const READ = Buffer.allocUnsafeSlow(256 * 1024);
const FINAL_TEXT = 0x81;
const CLOSE = 0x88;
const LENGTH_IN_16_BITS = 126;
const NO_MASK = '\0\0\0\0';
const END_OF_HEADERS = '\r\n\r\n';

export class FrameSocket {
  readonly #socket: Socket;
  readonly #listeners: Listeners;
  #isOpen = false;
  #isClosed = false;
  /** The beginning of a frame whose end has not arrived: `have` bytes of at least `need`. */
  #parts: Buffer[] = [];
  #have = 0;
  #need = 0;

  /** @param url `ws://host:port/path` */
  constructor(url: string, listeners: Listeners) {
    const { hostname, port, pathname, search } = new URL(url);
    this.#listeners = listeners;
    this.#socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: { buffer: READ, callback: (length) => this.#read(length) },
    });
    this.#socket.once('connect', () => this.#socket.write(upgrade(pathname + search, hostname)));
    this.#socket.on('error', (error) => this.#end(error));
    this.#socket.on('close', () => this.#end(new Error('the server closed the connection')));
  }

  /** @param text ASCII, under 65,536 characters */
  send(text: string): void {
    const { length } = text;
    const head =
      length < LENGTH_IN_16_BITS
        ? String.fromCharCode(FINAL_TEXT, 0x80 | length)
        : String.fromCharCode(FINAL_TEXT, 0x80 | LENGTH_IN_16_BITS, length >> 8, length & 0xff);
    this.#socket.write(head + NO_MASK + text, 'latin1');
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }

  #end(error: Error): void {
    if (this.#isClosed) return;
    this.close();
    this.#listeners.onEnd(error);
  }

  #read(length: number): boolean {
    if (this.#parts.length === 0) {
      this.#take(READ, length);
      return true;
    }
    this.#parts.push(Buffer.from(READ.subarray(0, length)));
    this.#have += length;
    if (this.#have < this.#need) return true;
    const bytes = Buffer.concat(this.#parts, this.#have);
    this.#parts = [];
    this.#take(bytes, bytes.length);
    return true;
  }

  #take(bytes: Buffer, end: number): void {
    const done = this.#isOpen ? this.#frames(bytes, 0, end) : this.#answer(bytes, end);
    this.#have = end - done;
    if (this.#have > 0) this.#parts.push(Buffer.from(bytes.subarray(done, end)));
  }

  /** @returns where the first frame that is not whole begins */
  #frames(bytes: Buffer, from: number, end: number): number {
    let at = from;
    this.#need = 0;
    while (at + 2 <= end && !this.#isClosed) {
      const short = bytes[at + 1] ?? 0;
      const head = short < LENGTH_IN_16_BITS ? 2 : short === LENGTH_IN_16_BITS ? 4 : 10;
      if (at + head > end) break;
      const length =
        head === 2 ? short : head === 4 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6);
      const start = at + head;
      if (start + length > end) {
        this.#need = head + length;
        break;
      }
      if (bytes[at] === FINAL_TEXT) this.#listeners.onText(bytes, start, start + length);
      else if (bytes[at] === CLOSE) this.#end(new Error('the server said goodbye'));
      else this.#end(new Error(`a frame of a kind nobody here sends: ${bytes[at]}`));
      at = start + length;
    }
    return at;
  }

  #answer(bytes: Buffer, end: number): number {
    const headers = bytes.toString('latin1', 0, end);
    const length = headers.indexOf(END_OF_HEADERS);
    if (length < 0) return 0;
    if (!headers.startsWith('HTTP/1.1 101 ')) {
      this.#end(new Error(`no WebSocket: ${headers.slice(0, headers.indexOf('\r\n'))}`));
      return end;
    }
    this.#isOpen = true;
    this.#listeners.onOpen();
    return this.#frames(bytes, length + END_OF_HEADERS.length, end);
  }
}

const upgrade = (path: string, host: string): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    '',
    '',
  ].join('\r\n');
