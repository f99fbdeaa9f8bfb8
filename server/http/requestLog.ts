/** One line and one count a request: method, route, status, time. Never the address, the path as sent, or a header. */
import type { Request, RequestHandler } from 'express';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';

export function requestLog(log: Log, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.on('finish', () => {
      const { method } = request;
      const { statusCode: status } = response;
      const route = routeOf(request);
      metrics.requestAnswered(method, route, status);
      const quiet = method === 'GET' && status < 400;
      const ms = Math.round(performance.now() - startedAt);
      log[status >= 500 ? 'error' : quiet ? 'debug' : 'info']({ method, route, status, ms }, 'request');
    });
    next();
  };
}

/** The pattern that matched, as `/api/debates/:id`: ids and codes stay out. */
function routeOf(request: Request): string {
  const pattern: unknown = request.route?.path;
  return typeof pattern === 'string' ? `${request.baseUrl}${pattern}` : 'other';
}
