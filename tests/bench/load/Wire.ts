/**
 * One connection of the load generator, written down to the frames: a full client library would cost more than
 * some of the servers under test. Every server is spoken to with the same bytes, but for the `plain` dialect's brackets.
 */
import WebSocket from 'ws';

export interface Address {
  /** `ws://host:port` */
  url: string;
  /** socketIo: the Socket.IO 4 protocol; plain: JSON arrays `[namespace, id, "command", payload]`. */
  dialect: 'socketIo' | 'plain';
  namespace: string;
  auth: Record<string, string>;
}

type Answered = (sentAt: number, ok: boolean) => void;

const OPEN = '0'.charCodeAt(0);
const PING = '2'.charCodeAt(0);
const MESSAGE = '4'.charCodeAt(0);
const CONNECT = '0'.charCodeAt(0);
const EVENT = '2'.charCodeAt(0);
const ANSWER = '3'.charCodeAt(0);

/** No masking work on our side: the server unmasks all the same. */
const generateMask = (mask: Buffer) => mask.fill(0);

export class Wire {
  onAnswer: Answered = () => {};
  /** Gets the raw frame of every event; left undefined, events cost nothing. */
  onEvent: ((frame: Buffer) => void) | undefined;
  readonly #address: Address;
  readonly #socket: WebSocket;
  readonly #sentAt = new Map<number, number>();
  readonly #head: string;
  #nextId = 0;
  #arrived: (error?: Error) => void = () => {};

  constructor(address: Address) {
    this.#address = address;
    const isPlain = address.dialect === 'plain';
    this.#head = isPlain ? `["${address.namespace}",` : `42${address.namespace},`;
    const path = isPlain ? '/' : '/socket.io/?EIO=4&transport=websocket';
    this.#socket = new WebSocket(address.url + path, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      generateMask,
    });
    this.#socket.on('message', (data) =>
      isPlain ? this.#answered(data as Buffer) : this.#hear(data as Buffer),
    );
    this.#socket.on('error', (error) => this.#arrived(error));
    if (isPlain) this.#socket.on('open', () => this.#arrived());
  }

  /** Resolves once the screen has its view; over a plain socket, once it is open. */
  arrive(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.#arrived = (error) => (error ? reject(error) : resolve(this));
    });
  }

  /** @param payload JSON */
  command(payload: string): void {
    const id = this.#nextId++;
    this.#sentAt.set(id, performance.now());
    const isPlain = this.#address.dialect === 'plain';
    this.#socket.send(
      isPlain ? `${this.#head}${id},"command",${payload}]` : `${this.#head}${id}["command",${payload}]`,
    );
  }

  close(): void {
    this.#socket.terminate();
  }

  #hear(data: Buffer): void {
    if (data[0] === MESSAGE) {
      if (data[1] === ANSWER) this.#answered(data);
      else if (data[1] === EVENT) this.#heard(data);
      else if (data[1] !== CONNECT) this.#arrived(new Error(`refused: ${data.toString()}`));
    } else if (data[0] === PING) this.#socket.send('3');
    else if (data[0] === OPEN)
      this.#socket.send(`40${this.#address.namespace},${JSON.stringify(this.#address.auth)}`);
  }

  #heard(data: Buffer): void {
    const start = this.#head.length;
    if (data.toString('latin1', start, start + 7) === '["view"') this.#arrived();
    this.onEvent?.(data);
  }

  /** `["/audience",12,{"ok":true,...}]` and `43/audience,12[{"ok":true,...}]` alike. */
  #answered(data: Buffer): void {
    const text = data.toString('latin1', this.#head.length);
    const id = Number.parseInt(text, 10);
    const sentAt = this.#sentAt.get(id);
    if (sentAt === undefined) throw new Error(`an answer to nothing: ${data.toString()}`);
    this.#sentAt.delete(id);
    this.onAnswer(sentAt, text.includes('{"ok":true'));
  }
}
