/** The servers that are compared: ours as it runs in production, and the references beside it. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CreatedDebate } from '../../shared/api.ts';
import type { Address } from './load/Wire.ts';
import { node, ServerUnderTest } from './ServerUnderTest.ts';

/** On the disk that the checkout is on: /tmp may be memory, where nothing is durable. */
const DATA = fileURLToPath(new URL('../../dist/bench/', import.meta.url));
const OURS = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

/** One debate on one server, and how its screens are reached. */
export interface Subject {
  server: ServerUnderTest;
  audience: Address;
  moderator: Address;
  overlay: Address;
}

export interface OurServer {
  server: ServerUnderTest;
  dataDir: string;
  /** Sets up a debate over the public API; the crowd asks its questions. */
  createDebate(): Promise<Subject>;
  stop(): Promise<void>;
}

export function emptyDirectory(name: string): string {
  const directory = `${DATA}${name}`;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  return directory;
}

/**
 * The production build with its journal on disk, as `npm start` runs it; only its rate limits are off.
 * @param env more of its environment
 */
export async function startOurs(port: number, env: Record<string, string> = {}): Promise<OurServer> {
  const dataDir = emptyDirectory(`${port}`);
  const apiToken = randomBytes(24).toString('base64url');
  const server = new ServerUnderTest(port, node([OURS]), {
    DATA_DIR: dataDir,
    API_TOKEN: apiToken,
    LIMITS: 'off',
    ...env,
  });
  await server.start();
  return {
    server,
    dataDir,
    async createDebate() {
      const answer = await fetch(`http://127.0.0.1:${port}/api/debates`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ title: 'Benchmark', screening: 'off' }),
      });
      if (answer.status !== 201) throw new Error(`no debate: ${await answer.text()}`);
      return subjectOf(server, (await answer.json()) as CreatedDebate);
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function subjectOf(server: ServerUnderTest, { id, code, links }: CreatedDebate): Subject {
  const screen = (namespace: string, auth: Record<string, string>): Address => ({
    url: `ws://127.0.0.1:${server.port}`,
    dialect: 'socketIo',
    namespace,
    auth,
  });
  const keyOf = (link: string) => new URL(link).hash.slice(1);
  return {
    server,
    audience: screen('/audience', { debate: code, counts: 'byNumber' }),
    moderator: screen('/moderator', { debate: id, key: keyOf(links.moderator) }),
    overlay: screen('/overlay', { debate: id, key: keyOf(links.overlay) }),
  };
}

type Reference = 'bareSocketIo' | 'rawWs' | 'naiveDebate';

/** A server of the folder reference/; all its screens are members of the same namespace. */
export async function startReference(
  name: Reference,
  port: number,
  questions: number,
  env: Record<string, string> = {},
): Promise<Subject> {
  const script = fileURLToPath(new URL(`reference/${name}.ts`, import.meta.url));
  const command = node(['--import', 'tsx', script]);
  const server = await new ServerUnderTest(port, command, { QUESTIONS: String(questions), ...env }).start();
  const address: Address = {
    url: `ws://127.0.0.1:${port}`,
    dialect: name === 'rawWs' ? 'plain' : 'socketIo',
    namespace: '/audience',
    auth: { debate: 'DFGJKL' },
  };
  return { server, audience: address, moderator: address, overlay: address };
}
