/** The only place that wires the rooms of the house together. main and tests start it. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Limits } from './access/limits.ts';
import { Organisation } from './access/organisation.ts';
import { sessionToken } from './access/sessionCookie.ts';
import { SignIn } from './access/signIn.ts';
import type { Config } from './config.ts';
import { Gateway } from './gateway/gateway.ts';
import { createHttp } from './http/http.ts';
import { httpServer } from './http/httpServer.ts';
import type { Pages } from './http/page.ts';
import { JournalFailure } from './journal/journal.ts';
import type { Log } from './log.ts';
import { Metrics } from './metrics.ts';
import { openStore } from './openStore.ts';
import { Rooms } from './room/rooms.ts';
import { debateInfo } from './views/rows.ts';

/** Commands underway at the stop are answered within this; the process is gone in under 2 s. */
const GRACE_MS = 1_000;

export interface App {
  address: AddressInfo;
  /** The way into the studio, once. */
  signIn: SignIn;
  /** The API token where one was made just now: nobody can read it later. */
  newApiToken: string | undefined;
  /** Answers what is underway, disconnects everybody, closes the journal. */
  close(): Promise<void>;
}

interface AppOptions {
  config: Config;
  log: Log;
  pages: (server: Server) => Promise<Pages>;
}

/** @throws where the port is taken or the journal cannot be trusted */
export async function startApp({ config, log, pages }: AppOptions): Promise<App> {
  const metrics = new Metrics();
  const { journal, participants, presence } = await openStore(config, log, metrics);
  const organisation = await Organisation.open(journal);
  organisation.onFailure((error) =>
    log.fatal({ error }, 'the log of the organisation can be followed no further: nobody is let in'),
  );
  const limits = new Limits(config.limits);
  let isStopping = false;

  const rooms = new Rooms({
    journal,
    onDebate: (room) =>
      void organisation.notes.noteUntilKept(() => [debateInfo(room.state), room.seq], onError),
    onBug: (error) => log.error({ error }, 'a command could not be decided'),
    onFailure: (room, error) => {
      log.error({ error, debate: room.id }, 'a room broke and is replayed');
      gateway.dropRoom(room);
    },
  });
  /** The journal tells of its own failures, once each. */
  const onError = (error: unknown) => {
    if (!(error instanceof JournalFailure)) log.error({ error }, 'something failed');
  };

  const server = httpServer();
  const http = createHttp({
    config,
    log,
    metrics,
    organisation,
    limits,
    rooms,
    pages: await pages(server),
    isReady: () => !isStopping && journal.isHealthy && organisation.isSound,
  });
  server.on('request', http);
  const gateway = new Gateway(server, {
    config,
    organisation,
    participants,
    presence,
    limits,
    rooms,
    readCookie: sessionToken,
    onAnswered: (type, outcome, ms) =>
      metrics.commandAnswered(type, outcome.ok ? 'accepted' : outcome.code, ms),
    onError,
  });
  metrics.watchSockets(() => gateway.connections());
  metrics.watchRooms(() => rooms.size);

  const signIn = await SignIn.open(organisation, { isAlone: config.redisUrl === undefined, onError });
  const newApiToken = config.apiToken === undefined ? await organisation.ensureApiToken() : undefined;
  await listenOn(server, config);
  return {
    address: server.address() as AddressInfo,
    signIn,
    newApiToken,
    async close() {
      isStopping = true;
      signIn.close();
      await gateway.close(GRACE_MS);
      server.closeAllConnections();
      await rooms.close();
      organisation.close();
      await journal.close();
    },
  };
}

function listenOn(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
