/** The staff session as browsers carry it: unreadable to scripts, never sent from another site. */
import type { IncomingMessage } from 'node:http';

export const SESSION_COOKIE = 'sofra';

/** The token in the cookie; undefined where there is none. Whether it is good, the organisation knows. */
export function sessionToken({ headers: { cookie = '' } }: IncomingMessage): string | undefined {
  for (const pair of cookie.split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === SESSION_COOKIE && value) return value;
  }
  return undefined;
}
