/** The secret that all nodes share, beside the log: lost, it would make strangers of everybody. */
import { randomBytes } from 'node:crypto';
import { JournalFailure } from '../journal.ts';
import { KEY_TAG } from './redisMaster.ts';
import type { RedisSession } from './redisSession.ts';

const KEY = `${KEY_TAG}:secret`;
const SECRET_BYTES = 32;

/**
 * The same for every node: the first one's draft is kept.
 * @returns 32 bytes
 * @throws JournalFailure
 */
export async function sharedSecret(
  session: RedisSession,
  draft: Buffer = randomBytes(SECRET_BYTES),
): Promise<Buffer> {
  await session.confirmed([['SETNX', KEY, draft.toString('base64')]]);
  const secret = await readSecret(session);
  await session.confirm();
  return secret ?? draft;
}

/** 32 bytes, where there is one. @throws JournalFailure */
export async function readSecret({ asking }: RedisSession): Promise<Buffer | undefined> {
  const text = await asking.ask<string | null>(['GET', KEY]);
  if (text === null) return undefined;
  const secret = Buffer.from(text, 'base64');
  if (secret.length !== SECRET_BYTES)
    throw new JournalFailure(`${KEY} in Redis is damaged: it should hold 32 bytes as base64.`);
  return secret;
}
