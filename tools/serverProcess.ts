/** A Sofra server as a child process: started, watched until it is ready, killed, started again, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

interface ServerOptions {
  port: number;
  dataDir: string;
  env?: Record<string, string>;
  /** Where it listens and is reached. Default: on this machine alone. */
  host?: string;
  /** The command before its own, where it runs elsewhere. */
  within?: readonly string[];
}

const READY_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 50;

export class ServerProcess {
  readonly url: string;
  readonly apiToken = randomBytes(24).toString('base64url');
  readonly #options: ServerOptions;
  #child: ChildProcess | undefined;
  #said = '';

  constructor(options: ServerOptions) {
    this.#options = options;
    this.url = `http://${options.host ?? 'localhost'}:${options.port}`;
  }

  /** Resolves once the server is ready. @throws Error with what the server said last, where it does not come up */
  async start(): Promise<void> {
    const { port, dataDir, env, host = '127.0.0.1', within = [] } = this.#options;
    const [program = '', ...words] = [...within, process.execPath, 'dist/server/main.js'];
    const child = spawn(program, words, {
      env: {
        ...process.env,
        HOST: host,
        PORT: String(port),
        DATA_DIR: dataDir,
        API_TOKEN: this.apiToken,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.#said = (this.#said + chunk).slice(-4_000);
      });
    const until = Date.now() + READY_WITHIN_MS;
    while (!(await this.#isReady()) || !this.signInLink) {
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(`The server did not start:\n${this.#said}`);
      await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    }
  }

  /** The last of what it said since it started. */
  get said(): string {
    return this.#said;
  }

  /** The one-time link to the studio, of the last start. */
  get signInLink(): string | undefined {
    return /http\S+#sign-in=\S+/.exec(this.#said)?.[0];
  }

  /** SIGTERM: lets it finish. SIGKILL: does not. Resolves once it is gone, with its exit code if it had one. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  }

  async #isReady(): Promise<boolean> {
    return fetch(`${this.url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
  }
}

/** The first port from `from` on that nothing listens on, with 0 any. It is given out once for as long as this process lives. */
export async function freePort(from: number): Promise<number> {
  for (let offset = 0; offset < 100; offset += 1) {
    const probe = createServer().listen(from === 0 ? 0 : from + offset);
    const found = await once(probe, 'listening').then(
      () => (probe.address() as AddressInfo).port,
      () => undefined,
    );
    probe.close();
    if (found !== undefined && (await isClaimed(found))) return found;
  }
  throw new Error(`No free port between ${from} and ${from + 99}.`);
}

/** By the UDP port of the same number: the system gives it to one process, and takes it back when that ends. */
async function isClaimed(port: number): Promise<boolean> {
  const claim = createSocket('udp4').bind(port, '127.0.0.1');
  const isOurs = await once(claim, 'listening').then(
    () => true,
    () => false,
  );
  if (isOurs) claim.unref();
  else claim.close();
  return isOurs;
}
