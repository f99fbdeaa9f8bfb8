/**
 * One connection of the load generator, written down to the frames: a full client library would cost more than
 * some of the servers under test. Every server is spoken to with the same bytes, but for the `plain` dialect's brackets.
 */
import { FrameSocket, type Hear } from './FrameSocket.ts';

export interface Address {
  /** `ws://host:port` */
  url: string;
  /** socketIo: the Socket.IO 4 protocol; plain: JSON arrays `[namespace, id, "command", payload]`. */
  dialect: 'socketIo' | 'plain';
  namespace: string;
  auth: Record<string, string>;
}

type Answered = (sentAt: number, ok: boolean) => void;

const code = (character: string) => character.charCodeAt(0);
const OPEN = code('0');
const PING = code('2');
const MESSAGE = code('4');
const CONNECT = code('0');
const EVENT = code('2');
const ANSWER = code('3');
const ZERO = code('0');
const NINE = code('9');
const TRUE = code('t');
/** Between the id and what `ok` is: `[{"ok":` and `,{"ok":` alike. */
const TO_OK = 7;

export class Wire {
  onAnswer: Answered = () => {};
  /** Gets the raw packet of every event; left undefined, events cost nothing. */
  onEvent: Hear | undefined;
  readonly #address: Address;
  readonly #socket: FrameSocket;
  readonly #sentAt = new Map<number, number>();
  readonly #head: string;
  #nextId = 0;
  #hasArrived = false;
  #arrived: (error?: Error) => void = () => {};

  constructor(address: Address) {
    this.#address = address;
    const isPlain = address.dialect === 'plain';
    this.#head = isPlain ? `["${address.namespace}",` : `42${address.namespace},`;
    const path = isPlain ? '/' : '/socket.io/?EIO=4&transport=websocket';
    this.#socket = new FrameSocket(address.url + path, {
      onOpen: () => {
        if (isPlain) this.#arrive();
      },
      onText: isPlain ? this.#answered.bind(this) : this.#hear.bind(this),
      onEnd: (error) => this.#arrive(error),
    });
  }

  /** Resolves once the screen has its view; over a plain socket, once it is open. */
  arrive(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.#arrived = (error) => (error ? reject(error) : resolve(this));
    });
  }

  /** @param payload JSON in ASCII */
  command(payload: string): void {
    const id = this.#nextId++;
    this.#sentAt.set(id, performance.now());
    const isPlain = this.#address.dialect === 'plain';
    this.#socket.send(
      isPlain ? `${this.#head}${id},"command",${payload}]` : `${this.#head}${id}["command",${payload}]`,
    );
  }

  close(): void {
    this.#socket.close();
  }

  /** @throws where a connection that had arrived has ended: no figure would be one of what it says */
  #arrive(error?: Error): void {
    if (error && this.#hasArrived) throw error;
    this.#hasArrived = true;
    this.#arrived(error);
  }

  #hear(bytes: Buffer, start: number, end: number): void {
    if (bytes[start] === MESSAGE) {
      const kind = bytes[start + 1];
      if (kind === ANSWER) this.#answered(bytes, start, end);
      else if (kind === EVENT) this.#heard(bytes, start, end);
      else if (kind !== CONNECT) this.#arrive(new Error(`refused: ${bytes.toString('utf8', start, end)}`));
    } else if (bytes[start] === PING) this.#socket.send('3');
    else if (bytes[start] === OPEN)
      this.#socket.send(`40${this.#address.namespace},${JSON.stringify(this.#address.auth)}`);
  }

  #heard(bytes: Buffer, start: number, end: number): void {
    const name = start + this.#head.length;
    if (!this.#hasArrived && bytes.toString('latin1', name, name + 7) === '["view"') this.#arrive();
    this.onEvent?.(bytes, start, end);
  }

  /** `["/audience",12,{"ok":true,...}]` and `43/audience,12[{"ok":true,...}]` alike. */
  #answered(bytes: Buffer, start: number, end: number): void {
    let at = start + this.#head.length;
    let id = 0;
    for (let digit = bytes[at] ?? 0; digit >= ZERO && digit <= NINE; digit = bytes[++at] ?? 0)
      id = id * 10 + digit - ZERO;
    const sentAt = this.#sentAt.get(id);
    if (sentAt === undefined) throw new Error(`an answer to nothing: ${bytes.toString('utf8', start, end)}`);
    this.#sentAt.delete(id);
    this.onAnswer(sentAt, bytes[at + TO_OK] === TRUE);
  }
}
