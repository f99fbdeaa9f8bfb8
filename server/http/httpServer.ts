/** The server that pages, API and sockets share: a client that dawdles costs a socket for seconds, never for good. */
import { createServer, type Server } from 'node:http';

/**
 * A request that has begun, or never begins, and one that is sent drop by drop. Whoever has a slow network needs a
 * second or two for what a screen sends: a kilobyte.
 */
const PATIENCE = { headersMs: 8_000, requestMs: 20_000, silenceMs: 30_000 };
const KEEP_ALIVE_MS = 5_000;
const LOOKS = 8;

/**
 * What is upgraded to a web socket is the gateway's from then on, which has patience of its own.
 * @param patience until the headers are there, until the request is, and how long a connection may be silent
 */
export function httpServer({ headersMs, requestMs, silenceMs } = PATIENCE): Server {
  const server = createServer({
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: headersMs / LOOKS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.timeout = silenceMs;
  return server;
}
