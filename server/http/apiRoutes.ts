/** `/api`: JSON in, JSON out, never cached, every failure as `{error: {code, message}}`. */
import express, { type ErrorRequestHandler, Router } from 'express';
import { JournalFailure, Unconfirmed } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import { type DebateParts, debateRoutes } from './debateRoutes.ts';
import { keyRoutes } from './keyRoutes.ts';
import { type ApiRefusal, refuse } from './refuse.ts';
import { changesNothing, requireStaff, type StaffParts } from './requireStaff.ts';
import { sessionRoutes } from './sessionRoutes.ts';

export type ApiParts = StaffParts & DebateParts & { log: Log };

export function apiRoutes(parts: ApiParts): Router {
  const json = express.json({ limit: '32kb' });
  const routes = Router({ caseSensitive: true });
  routes.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  // Where the routes are: further up, the request no longer says to which of them it went.
  const failure = failed(parts.log);
  routes.use('/session', json, sessionRoutes(parts), failure);
  routes.use('/debates', requireStaff(parts), json, debateRoutes(parts), keyRoutes(parts), failure);
  routes.use((_request, response) => refuse(response, 'routeUnknown'));
  return routes;
}

/** What the JSON parser calls its errors. */
const PARSER_REFUSALS: Record<string, ApiRefusal> = {
  'entity.parse.failed': 'bodyMalformed',
  'entity.too.large': 'bodyTooLarge',
  'charset.unsupported': 'bodyNotJson',
  'encoding.unsupported': 'bodyNotJson',
};

const CANNOT_TELL = 'The server cannot tell now whether this is the newest. Ask again.';

function failed(log: Log): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = PARSER_REFUSALS[error?.type];
    if (refusal) refuse(response, refusal);
    else if (error instanceof Unconfirmed) refuse(response, 'unknown');
    else if (error instanceof JournalFailure)
      refuse(response, 'unavailable', changesNothing(request) ? CANNOT_TELL : undefined);
    else if (error instanceof URIError) refuse(response, 'addressMalformed');
    else if (error?.expose === true) refuse(response, 'bodyMalformed');
    else {
      log.error({ error }, 'an API request failed');
      refuse(response, 'internal');
    }
  };
}
