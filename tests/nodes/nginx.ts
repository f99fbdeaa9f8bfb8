/** nginx with the configuration of docs/deploy as it is written; only ports, certificate and nodes are the test's. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = '/usr/sbin/nginx';
export const hasNginx =
  spawnSync(PROGRAM, ['-v']).status === 0 && spawnSync('openssl', ['version']).status === 0;

const SITE = 'docs/deploy/sofra.nginx';
export const OTHER_SITE = 'other.example.org';
const UP_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 20;

export interface NginxPlace {
  plain: number;
  tls: number;
  /** Each as `HOST:PORT`. */
  nodes: readonly [string, string];
  host?: string;
  /** The command before its own, where it runs elsewhere. */
  within?: readonly string[];
}

const HERE = '127.0.0.1';

export class Nginx {
  readonly #directory = mkdtempSync(join(tmpdir(), 'sofra-nginx-'));
  readonly #process: ChildProcess;

  private constructor({ plain, tls, nodes, host = HERE, within = [] }: NginxPlace) {
    const key = join(this.#directory, 'key.pem');
    const certificate = join(this.#directory, 'certificate.pem');
    const subject = ['-subj', '/CN=sofra.example.org', '-days', '2'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject],
      { stdio: 'ignore' },
    );
    const site = replaceEach(readFileSync(SITE, 'utf8'), [
      ['listen 80;', `listen ${host}:${plain};`],
      ['listen 443 ssl;', `listen ${host}:${tls} ssl;`],
      ['/etc/letsencrypt/live/sofra.example.org/fullchain.pem', certificate],
      ['/etc/letsencrypt/live/sofra.example.org/privkey.pem', key],
      ['/var/log/nginx/error.log', join(this.#directory, 'error.log')],
      ['127.0.0.1:3001', nodes[0]],
      ['127.0.0.1:3002', nodes[1]],
    ]);
    writeFileSync(join(this.#directory, 'sofra'), site);
    writeFileSync(join(this.#directory, 'nginx.conf'), this.#main(`${host}:${plain}`));
    const configuration = ['-p', this.#directory, '-c', 'nginx.conf', '-e', 'stderr'];
    const [program = '', ...words] = [...within, PROGRAM, ...configuration];
    execFileSync(program, [...words, '-t'], { stdio: 'pipe' });
    this.#process = spawn(program, words, { stdio: 'ignore' });
  }

  static async start(place: NginxPlace): Promise<Nginx> {
    const nginx = new Nginx(place);
    const until = Date.now() + UP_WITHIN_MS;
    while (!(await answers(place))) {
      if (Date.now() > until) throw new Error('nginx does not start');
      await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    }
    return nginx;
  }

  /** Of its master; the worker is its child. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** What it wrote to its log. */
  get logged(): string {
    return readFileSync(join(this.#directory, 'error.log'), 'utf8');
  }

  /** The log of every request, which nginx.conf asks for. */
  get accesses(): string {
    return readFileSync(join(this.#directory, 'access.log'), 'utf8');
  }

  async remove(): Promise<void> {
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await gone;
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** What Debian's own nginx.conf gives, in the test's directory, with another site beside Sofra's. */
  #main(plain: string): string {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${this.#directory}/${name};`,
    );
    return [
      process.getuid?.() === 0 ? 'user root;' : '',
      `daemon off; worker_processes 1; pid ${this.#directory}/pid; worker_rlimit_nofile 4096;`,
      `events { worker_connections 2048; }`,
      `http { ${temporary.join(' ')} access_log ${this.#directory}/access.log; include ${this.#directory}/sofra;`,
      `server { listen ${plain}; server_name ${OTHER_SITE}; return 204; } }`,
    ].join('\n');
  }
}

/** Every change must find something: a file that has moved on is not what is tested. */
function replaceEach(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`${SITE} no longer says: ${from}`);
    return changed.replaceAll(from, to);
  }, text);
}

function answers({ tls, host = HERE }: NginxPlace): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(tls, host);
    const end = (isUp: boolean) => () => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}
