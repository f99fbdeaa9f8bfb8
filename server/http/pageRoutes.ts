/** Which address shows which page. */
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { readCode } from '../../shared/code.ts';
import { debateId } from '../../shared/ids.ts';
import type { Config } from '../config.ts';
import { notFoundPage } from './notFoundPage.ts';
import type { Page, PageName, Pages } from './page.ts';
import { pagePolicy } from './securityHeaders.ts';

export interface PageParts {
  config: Config;
  pages: Pages;
}

export function pageRoutes({ config, pages }: PageParts): Router {
  const send = (page: Page, request: Request, response: Response, caching: string) => {
    response.set('Content-Security-Policy', pagePolicy(page, request, config));
    response.set('Cache-Control', caching).type('html').send(page.html);
  };
  const show =
    (name: PageName): RequestHandler =>
    async (request, response) =>
      send(
        await pages.page(name, request.path),
        request,
        response,
        name === 'overlay' ? 'no-store' : 'no-cache',
      );

  const routes = Router();
  routes.use(pages.assets);
  routes.get('/', show('audience'));
  routes.get('/studio{/*path}', show('studio'));
  for (const screen of ['moderator', 'host', 'overlay'] as const)
    routes.get(`/${screen}/:id`, onlyIf(isDebateId), show(screen));
  if (config.demo) routes.get('/demo', show('demo'));
  routes.get('/:code', onlyIf(isCode), show('audience'));
  routes.use((request, response) => send(notFoundPage, request, response.status(404), 'no-store'));
  return routes;
}

const isDebateId = ({ id }: Request['params']): boolean => debateId.safeParse(id).success;
const isCode = ({ code }: Request['params']): boolean => readCode(String(code)) !== null;

const onlyIf =
  (holds: (params: Request['params']) => boolean): RequestHandler =>
  (request, _response, next) =>
    next(holds(request.params) ? undefined : 'route');
