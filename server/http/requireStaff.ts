/**
 * Who may use the API: a program with the API token, or a browser with a staff session.
 * A session travels by itself with every request, so what changes something must also come from a page of ours.
 */
import type { Request, RequestHandler, Response } from 'express';
import type { Limits } from '../access/limits.ts';
import type { Organisation } from '../access/organisation.ts';
import { clientAddress, isOwnOrigin } from '../access/requestOrigin.ts';
import { isSameSecret } from '../access/secret.ts';
import { sessionToken } from '../access/sessionCookie.ts';
import type { Config } from '../config.ts';
import { type ApiRefusal, refuse } from './refuse.ts';

export interface StaffParts {
  config: Config;
  organisation: Organisation;
  limits: Limits;
}

/** Who asks, as the log keeps it: `api` or `studio:SESSION`. Only behind `requireStaff`. */
export const actorId = (response: Response): string => String(response.locals.actorId);

/** The session that they came with has ended since. Only behind `requireStaff`. */
export const hasSignedOut = ({ locals: { sessionId } }: Response, organisation: Organisation): boolean =>
  sessionId !== undefined && !organisation.isAccessOpen(sessionId);

export const changesNothing = (request: Request): boolean =>
  request.method === 'GET' || request.method === 'HEAD';

export function requireStaff(parts: StaffParts): RequestHandler {
  return async (request, response, next) => {
    const found = await identify(request, parts);
    if ('actorId' in found) {
      Object.assign(response.locals, found);
      next();
    } else refuseStranger(request, response, found.refusal, parts);
  };
}

/** @returns the refusal or, once too many came from there, that it is too many */
export function refuseStranger(
  request: Request,
  response: Response,
  refusal: ApiRefusal,
  { limits, config }: StaffParts,
): void {
  const isGuess = refusal !== 'notSignedIn' && refusal !== 'foreignOrigin';
  const waitMs = isGuess ? limits.failure(clientAddress(request, config)) : 0;
  if (waitMs > 0) {
    response.set('Retry-After', String(Math.ceil(waitMs / 1_000)));
    refuse(response, 'tooMany');
    return;
  }
  if (refusal !== 'foreignOrigin') response.set('WWW-Authenticate', 'Bearer realm="sofra"');
  refuse(response, refusal);
}

async function identify(
  request: Request,
  parts: StaffParts,
): Promise<{ actorId: string; sessionId?: string } | { refusal: ApiRefusal }> {
  const { organisation } = parts;
  const { authorization } = request.headers;
  if (authorization !== undefined)
    return (await isApiToken(authorization, parts)) ? { actorId: 'api' } : { refusal: 'wrongToken' };
  const token = sessionToken(request);
  if (token === undefined) return { refusal: 'notSignedIn' };
  const session = await organisation.seek(() => organisation.session(token));
  if (!session) return { refusal: 'sessionEnded' };
  if (!changesNothing(request) && !isOwnOrigin(request, parts.config)) return { refusal: 'foreignOrigin' };
  return { actorId: `studio:${session.id}`, sessionId: session.id };
}

/** API_TOKEN, where it is set, replaces the generated one. */
async function isApiToken(authorization: string, { config, organisation }: StaffParts): Promise<boolean> {
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) return false;
  if (config.apiToken !== undefined) return isSameSecret(config.apiToken, token);
  return (await organisation.seek(() => organisation.isApiToken(token) || undefined)) ?? false;
}
