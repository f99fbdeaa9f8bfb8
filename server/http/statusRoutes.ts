/** For those who watch over the process: is it alive, may it be sent people, what does it count. */
import { Router } from 'express';
import type { Metrics } from '../metrics.ts';

export interface StatusParts {
  metrics: Metrics;
  /** The journal takes entries and the process is not about to stop. */
  isReady: () => boolean;
}

export function statusRoutes({ metrics, isReady }: StatusParts): Router {
  const routes = Router({ caseSensitive: true, strict: true });
  routes.use(['/healthz', '/readyz', '/metrics'], (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  routes.get('/healthz', (_request, response) => {
    response.json({ alive: true });
  });
  routes.get('/readyz', (_request, response) => {
    const ready = isReady();
    response.status(ready ? 200 : 503).json({ ready });
  });
  routes.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text());
  });
  return routes;
}
