/** The addresses people are given. Keys stand in the fragment: browsers do not send it, servers do not log it. */
import type { KeyRole } from '../../shared/api.ts';

export const audienceLink = (origin: string, code: string): string => `${origin}/${code}`;

export const staffLink = (origin: string, role: KeyRole, debateId: string, key: string): string =>
  `${origin}/${role}/${debateId}#${key}`;
