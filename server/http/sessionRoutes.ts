/** `/api/session`: into the studio with the one-time secret, and out again. */
import { type CookieOptions, type Request, Router } from 'express';
import { signIn as signInBody } from '../../shared/api.ts';
import { SESSION_MS } from '../access/organisation.ts';
import { isOwnOrigin, ownOrigin } from '../access/requestOrigin.ts';
import { SESSION_COOKIE, sessionToken } from '../access/sessionCookie.ts';
import type { Config } from '../config.ts';
import { readBody } from './readBody.ts';
import { refuse } from './refuse.ts';
import { refuseStranger, requireStaff, type StaffParts } from './requireStaff.ts';

const cookieOptions = (request: Request, config: Config): CookieOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  path: '/',
  secure: ownOrigin(request, config).startsWith('https:'),
});

export function sessionRoutes(parts: StaffParts): Router {
  const { config, organisation } = parts;
  const routes = Router();
  routes.post('/', async (request, response) => {
    if (!isOwnOrigin(request, config)) return refuse(response, 'foreignOrigin');
    const body = readBody(signInBody, request, response);
    if (!body) return;
    const token = await organisation.useSignIn(body.secret);
    if (token === undefined) return refuseStranger(request, response, 'wrongSecret', parts);
    response.cookie(SESSION_COOKIE, token, { ...cookieOptions(request, config), maxAge: SESSION_MS });
    response.status(204).end();
  });
  routes.get('/', requireStaff(parts), (_request, response) => {
    response.status(204).end();
  });
  routes.delete('/', requireStaff(parts), async (request, response) => {
    await organisation.closeSession(sessionToken(request) ?? '');
    response.clearCookie(SESSION_COOKIE, cookieOptions(request, config)).status(204).end();
  });
  return routes;
}
