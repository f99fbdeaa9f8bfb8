/**
 * What stays of a connection's first request: engine.io keeps it for as long as the connection lasts, in places where
 * nobody can let go of it, and a hall would keep some thousand bytes for each phone.
 */
import type { IncomingMessage } from 'node:http';

/** What is asked of a connection later: who it may be (requestOrigin.ts, sessionCookie.ts). */
const KEPT = ['host', 'origin', 'cookie', 'x-forwarded-for', 'x-forwarded-proto'] as const;
const NO_LINES: string[] = [];
const NO_QUERY = Object.freeze({});

/** Empties it in place. What reads `headers` finds the few that are still needed. */
export function slimRequest(request: IncomingMessage & { _query?: object }): void {
  const { headers } = request;
  request.headers = Object.fromEntries(
    KEPT.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]),
  );
  request.rawHeaders = NO_LINES;
  request.url = '';
  request._query = NO_QUERY;
}
