/** For those who watch over the process: is it alive, may it be sent people, what does it count. */
import { Router } from 'express';
import { isFromHere } from '../access/requestOrigin.ts';
import type { Metrics } from '../metrics.ts';
import { requireStaff, type StaffParts } from './requireStaff.ts';

export interface StatusParts extends StaffParts {
  metrics: Metrics;
  /** The journal takes entries and the process is not about to stop. */
  isReady: () => boolean;
}

export function statusRoutes({ metrics, isReady, ...parts }: StatusParts): Router {
  const onlyStaff = requireStaff(parts);
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
  /** What is counted says how an evening goes: for this machine's own monitoring, and for who has the API token. */
  routes.use('/metrics', (request, response, next) =>
    isFromHere(request) ? next() : onlyStaff(request, response, next),
  );
  routes.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text());
  });
  return routes;
}
