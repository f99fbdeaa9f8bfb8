/** Secrets: how they are drawn, kept and compared. What is kept of one is its hash alone. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 192 bits, base64url: safe in a URL's fragment. */
export const drawSecret = (): string => randomBytes(24).toString('base64url');

/** A short public name for something, 72 bits, base64url. */
export const drawName = (): string => randomBytes(9).toString('base64url');

/** SHA-256, base64url. Enough for secrets that were drawn at random: there is nothing to guess. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Takes as long for a near miss as for any other. */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
