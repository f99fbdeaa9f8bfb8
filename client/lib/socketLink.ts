/**
 * Socket.IO 4 over one websocket: text packets, one namespace, and nothing else of the protocol. What all screens
 * connect with; the library would be a third of the phone's page.
 * Connects again by itself, with growing pauses, until closed or refused for good.
 */
interface LinkListener {
  hear(event: string, payload: unknown): void;
  /** The link fell, or could not be made. */
  left(): void;
  /** The server does not let us in. @returns whether to try again */
  refused(error: { message?: string; data?: unknown }): boolean;
}

interface SocketLinkOptions extends LinkListener {
  /** As `/audience`. */
  namespace: string;
  /** What to prove who we are with; asked for anew at every attempt. */
  auth: () => Record<string, unknown>;
}

const CONNECT_WITHIN_MS = 5_000;
/** While an answer is awaited, a link that is silent for so long is given up: the next ping may be far. */
const SILENT_FOR_MS = 5_000;
const PAUSE_MS = { first: 250, longest: 3_000 };

interface Awaited {
  answer: (outcome?: unknown) => void;
  timer: ReturnType<typeof setTimeout>;
}

export class SocketLink {
  readonly #options: SocketLinkOptions;
  #socket: WebSocket | undefined;
  /** Resets with every ping; runs out on a link that is silent for too long. */
  #watch: ReturnType<typeof setTimeout> | undefined;
  /** Runs only while an answer is awaited; resets with whatever is heard. */
  #doubt: ReturnType<typeof setTimeout> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #patienceMs = CONNECT_WITHIN_MS;
  #attempts = 0;
  #lastId = 0;
  readonly #awaited = new Map<number, Awaited>();

  constructor(options: SocketLinkOptions) {
    this.#options = options;
    addEventListener('offline', this.#drop);
    addEventListener('online', this.#hurry);
    document.addEventListener('visibilitychange', this.#hurry);
    this.#open();
  }

  /** @param answer gets what the server acknowledges with; nothing where the link fell or `withinMs` passed */
  emit(event: string, payload: unknown, withinMs: number, answer: (outcome?: unknown) => void): void {
    if (!this.#socket) {
      answer();
      return;
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const timer = setTimeout(() => this.#answer(id), withinMs);
    this.#awaited.set(id, { answer, timer });
    if (this.#awaited.size === 1) this.#doubtAnew();
    this.#socket.send(`42${this.#options.namespace},${id}${JSON.stringify([event, payload])}`);
  }

  close(): void {
    removeEventListener('offline', this.#drop);
    removeEventListener('online', this.#hurry);
    document.removeEventListener('visibilitychange', this.#hurry);
    clearTimeout(this.#pause);
    this.#forget();
  }

  #open(): void {
    const { protocol, host } = location;
    const address = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#patienceMs = CONNECT_WITHIN_MS;
    this.#beat();
    socket.onmessage = ({ data }) => this.#hear(String(data));
    socket.onclose = this.#drop;
  }

  #hear(packet: string): void {
    const { namespace, auth } = this.#options;
    if (packet.startsWith('0')) {
      const { pingInterval, pingTimeout } = JSON.parse(packet.slice(1));
      this.#patienceMs = pingInterval + pingTimeout;
      this.#socket?.send(`40${namespace},${JSON.stringify(auth())}`);
    } else if (packet === '2') {
      this.#beat();
      this.#socket?.send('3');
    } else if (packet.startsWith('4')) {
      this.#message(packet[1], packet.slice(namespace.length + 3));
    }
    this.#doubtAnew();
  }

  /** @param rest an acknowledgement's id, then JSON */
  #message(kind: string | undefined, rest: string): void {
    if (kind === '0') {
      this.#attempts = 0;
      this.#beat();
    } else if (kind === '1') {
      this.#drop();
    } else if (kind === '2') {
      const [event, payload] = JSON.parse(rest);
      this.#options.hear(event, payload);
    } else if (kind === '3') {
      const start = rest.indexOf('[');
      this.#answer(Number(rest.slice(0, start)), JSON.parse(rest.slice(start))[0]);
    } else if (kind === '4') {
      const again = this.#options.refused(JSON.parse(rest));
      this.#forget();
      if (again) this.#openIn(PAUSE_MS.longest * (0.5 + Math.random() / 2));
    }
  }

  #answer(id: number, outcome?: unknown): void {
    const awaited = this.#awaited.get(id);
    this.#awaited.delete(id);
    clearTimeout(awaited?.timer);
    awaited?.answer(outcome);
  }

  #beat(): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(this.#drop, this.#patienceMs);
  }

  #doubtAnew(): void {
    clearTimeout(this.#doubt);
    if (this.#awaited.size > 0) this.#doubt = setTimeout(this.#drop, SILENT_FOR_MS);
  }

  #drop = (): void => {
    if (!this.#socket) return;
    this.#forget();
    this.#options.left();
    const pause = Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#openIn(pause * (0.5 + Math.random() / 2));
  };

  /** The network is back, or the reader looks again: no need to wait out the pause. */
  #hurry = (): void => {
    if (this.#pause !== undefined && !document.hidden) this.#openIn(0);
  };

  #openIn(ms: number): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#open();
    }, ms);
  }

  #forget(): void {
    clearTimeout(this.#watch);
    clearTimeout(this.#doubt);
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
    for (const id of [...this.#awaited.keys()]) this.#answer(id);
  }
}
