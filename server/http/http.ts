/** Everything that is answered over HTTP. Sockets are the gateway's. */
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Log } from '../log.ts';
import { type ApiParts, apiRoutes } from './apiRoutes.ts';
import { type PageParts, pageRoutes } from './pageRoutes.ts';
import { requestLog } from './requestLog.ts';
import { securityHeaders } from './securityHeaders.ts';
import { type StatusParts, statusRoutes } from './statusRoutes.ts';

type HttpParts = ApiParts & PageParts & StatusParts;

export function createHttp(parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by').enable('case sensitive routing');
  app.use(requestLog(parts.log, parts.metrics));
  app.use(securityHeaders(parts.config));
  app.use(statusRoutes(parts));
  app.use('/api', apiRoutes(parts));
  app.use(pageRoutes(parts));
  app.use(failed(parts.log));
  return app;
}

/** Plain words and nothing of the error: pages fail only where an address is malformed, or by a mistake of ours. */
function failed(log: Log): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const malformed = error?.status === 400;
    if (!malformed) log.error({ error }, 'a page failed');
    response
      .status(malformed ? 400 : 500)
      .type('text')
      .send(malformed ? 'Bad address' : 'Out of order');
  };
}
