/** Every refusal of the HTTP API: its status, its code, and in plain English why. */
import type { Response } from 'express';
import type { ApiError } from '../../shared/api.ts';

export const API_REFUSALS = {
  addressMalformed: [400, 'The address is malformed.'],
  bodyMalformed: [400, 'The body is not well-formed JSON.'],
  bodyInvalid: [400, 'The body does not have the right shape.'],
  notSignedIn: [401, 'Send the API token as "Authorization: Bearer TOKEN", or sign in to the studio.'],
  wrongToken: [401, 'The API token is wrong.'],
  sessionEnded: [401, 'The session has ended. Sign in again.'],
  wrongSecret: [401, 'The sign-in link is wrong or has been used. A restart of the server prints a new one.'],
  foreignOrigin: [
    403,
    'With a session, the request must come from a page of this server (its exact Origin).',
  ],
  routeUnknown: [404, 'There is nothing at this address.'],
  debateUnknown: [404, 'There is no such debate.'],
  keyUnknown: [404, 'The debate has no such key.'],
  settingsChanged: [409, 'Somebody else has changed the settings since you read them. Read them again.'],
  bodyTooLarge: [413, 'The body is larger than 32 kB.'],
  bodyNotJson: [415, 'Send a JSON body with "Content-Type: application/json".'],
  tooMany: [429, 'Too many failed attempts. Wait a moment.'],
  internal: [500, 'The server made a mistake. It has been logged.'],
  unavailable: [503, 'The server can store nothing now. This was not kept.'],
  unknown: [503, 'The server could not confirm that this was stored. Whether it was kept is unknown.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ApiRefusal = keyof typeof API_REFUSALS;

/** Answers with a refusal. @param why more precise than the refusal's own message */
export function refuse(response: Response, code: ApiRefusal, why?: string): void {
  const [status, message] = API_REFUSALS[code];
  const body: ApiError = { error: { code, message: why ?? message } };
  response.status(status).json(body);
}
