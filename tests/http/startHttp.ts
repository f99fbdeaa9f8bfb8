/** The HTTP side alone on a real port: real organisation, rooms and limits over a journal in memory. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Limits } from '../../server/access/limits.ts';
import { Organisation } from '../../server/access/organisation.ts';
import { SignIn } from '../../server/access/signIn.ts';
import { readConfig } from '../../server/config.ts';
import { createHttp } from '../../server/http/http.ts';
import { type Pages, pageOf } from '../../server/http/page.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { MemoryJournal } from '../../server/journal/memory.ts';
import { createLog } from '../../server/log.ts';
import { Metrics } from '../../server/metrics.ts';
import { Rooms } from '../../server/room/rooms.ts';

/** Each page says its own name. */
const namedPages: Pages = {
  assets: (_request, _response, next) => next(),
  page: async (name) => pageOf(`<!doctype html><title>${name}</title>`),
};

export interface HttpUnderTest {
  origin: string;
  organisation: Organisation;
  journal: Journal;
  signIn: SignIn;
  /** The generated one, where the environment sets none. */
  apiToken: string;
  /** All that was logged, a line each. */
  logged: string[];
  readiness: { ready: boolean };
  /** A fetch of a path here, that follows no redirect. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** A fetch with the API token, whose body is sent as JSON. */
  api(method: string, path: string, body?: unknown): Promise<Response>;
  close(): Promise<void>;
}

export async function startHttp(
  env: Record<string, string> = {},
  pages: Pages = namedPages,
  journal: Journal = new MemoryJournal(),
): Promise<HttpUnderTest> {
  const logged: string[] = [];
  const config = readConfig({ LOG_LEVEL: 'debug', ...env });
  const organisation = await Organisation.open(journal);
  const apiToken = config.apiToken ?? (await organisation.ensureApiToken()) ?? '';
  const rooms = new Rooms({ journal });
  const signIn = await SignIn.open(organisation, {
    isAlone: true,
    onError: (error) => logged.push(String(error)),
  });
  const readiness = { ready: true };
  const app = createHttp({
    config,
    organisation,
    rooms,
    pages,
    limits: new Limits(config.limits),
    log: createLog(config.logLevel, { write: (line) => void logged.push(line) }),
    metrics: new Metrics(),
    isReady: () => readiness.ready,
  });
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (path: string, init: RequestInit = {}) => fetch(origin + path, { redirect: 'manual', ...init });
  return {
    origin,
    organisation,
    journal,
    signIn,
    apiToken,
    logged,
    readiness,
    ask,
    api: (method, path, body) =>
      ask(path, {
        method,
        headers: { Authorization: `Bearer ${apiToken}`, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      organisation.close();
      await rooms.close();
      await journal.close();
    },
  };
}
