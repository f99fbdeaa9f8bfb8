/** The whole server in this process, on a real port, with a data directory of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { type App, startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { pageOf } from '../../server/http/page.ts';
import { createLog } from '../../server/log.ts';
import type { CreateDebate, CreatedDebate } from '../../shared/api.ts';
import type { Outcome } from '../../shared/outcome.ts';

export const API_TOKEN = 'token-of-these-tests-alone';

export class TestServer {
  readonly dataDir: string;
  /** All that was logged, a line each. */
  readonly logged: string[] = [];
  readonly #env: Record<string, string>;
  readonly #sockets = new Set<Socket>();
  #app: App | undefined;
  #port = 0;

  private constructor(dataDir: string, env: Record<string, string>) {
    this.dataDir = dataDir;
    this.#env = env;
  }

  static async start(env: Record<string, string> = {}): Promise<TestServer> {
    const server = new TestServer(await mkdtemp(join(tmpdir(), 'sofra-')), env);
    await server.startAgain();
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get signInFragment(): string {
    return this.#app?.signIn.fragment ?? '';
  }

  /** Same data, same port. */
  async startAgain(): Promise<void> {
    const env = {
      API_TOKEN,
      DATA_DIR: this.dataDir,
      HOST: '127.0.0.1',
      LIMITS: 'off',
      PORT: String(this.#port),
    };
    this.#app = await startApp({
      config: readConfig({ ...env, ...this.#env }),
      log: createLog('info', { write: (line) => void this.logged.push(line) }),
      pages: async () => ({
        assets: (_request, _response, next) => next(),
        page: async (name) => pageOf(name),
      }),
    });
    this.#port = this.#app.address.port;
  }

  async stop(): Promise<void> {
    await this.#app?.close();
  }

  async remove(): Promise<void> {
    for (const socket of this.#sockets) socket.disconnect();
    await this.stop();
    await rm(this.dataDir, { recursive: true });
  }

  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.origin}/api${path}`, {
      method,
      headers: { Authorization: `Bearer ${API_TOKEN}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async debate(settings: Partial<CreateDebate> = {}): Promise<TestDebate> {
    const created = await this.api<CreatedDebate>('POST', '/debates', {
      title: 'Work in our town',
      ...settings,
    });
    return new TestDebate(this, created);
  }

  connect(screen: string, auth: object, headers: Record<string, string> = {}): Wire {
    const socket = io(`${this.origin}/${screen}`, {
      auth,
      extraHeaders: headers,
      forceNew: true,
      transports: ['websocket'],
      reconnectionDelay: 20,
      reconnectionDelayMax: 50,
    });
    this.#sockets.add(socket);
    return new Wire(socket);
  }
}

const keyOf = (link: string): string => new URL(link).hash.slice(1);

export class TestDebate {
  readonly id: string;
  readonly code: string;
  readonly keys: Record<'moderator' | 'host' | 'overlay', string>;
  readonly #server: TestServer;

  constructor(server: TestServer, { id, code, links }: CreatedDebate) {
    this.#server = server;
    this.id = id;
    this.code = code;
    this.keys = { moderator: keyOf(links.moderator), host: keyOf(links.host), overlay: keyOf(links.overlay) };
  }

  phone(more: object = {}): Wire {
    return this.#server.connect('audience', { debate: this.code, protocol: 1, language: 'sq', ...more });
  }

  staff(screen: 'moderator' | 'host' | 'overlay'): Wire {
    return this.#server.connect(screen, { debate: this.id, key: this.keys[screen], protocol: 1 });
  }
}

interface Row {
  text?: string;
  status?: string;
  reason?: string;
  votes?: number;
  number?: number;
}

/** Whatever any screen may be sent. */
export interface Payload {
  token?: string;
  onAir?: { questionId: string } | null;
  rows?: Record<string, Row>;
  tallies?: Record<string, number>;
  counts?: number[];
  gone?: string[];
  questions?: Record<string, Row>;
  upvotes?: Record<string, boolean>;
  order?: string[];
  next?: unknown[];
  present?: number;
  debate?: { title: string; status: string };
  title?: string;
}

interface Heard {
  event: string;
  payload: Payload;
}

/** One connection, with everything that came over it. */
export class Wire {
  readonly heard: Heard[] = [];
  /** Every frame as it came, text. */
  readonly frames: string[] = [];
  readonly socket: Socket;
  #wake: (() => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((event: string, payload: Payload) => {
      this.heard.push({ event, payload });
      const waiting = this.#wake;
      this.#wake = [];
      for (const look of waiting) look();
    });
    socket.io.on('open', () =>
      socket.io.engine.on('data', (data: unknown) => this.frames.push(String(data))),
    );
  }

  send(command: unknown): Promise<Outcome> {
    return new Promise((answer) => this.socket.emit('command', command, answer));
  }

  /** The first thing heard, before or from now on, for which `holds`. */
  async until(event: string, holds: (payload: Payload) => unknown = () => true): Promise<Payload> {
    for (;;) {
      const found = this.heard.find((heard) => heard.event === event && holds(heard.payload));
      if (found) return found.payload;
      await new Promise<void>((look) => this.#wake.push(look));
    }
  }

  refusal(): Promise<{ code: string; message: string }> {
    return new Promise((resolve) => {
      this.socket.once('connect_error', (error) => resolve((error as Error & { data: never }).data));
    });
  }

  gone(): Promise<string> {
    return new Promise((resolve) => this.socket.once('disconnect', resolve));
  }
}
