/** What others write clients for does not change by accident. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { PROTOCOL } from '../../shared/protocol.ts';
import { DECLINE_REASONS } from '../../shared/reasons.ts';
import { NAME_GRAPHEMES, QUESTION_GRAPHEMES, REASON_GRAPHEMES } from '../../shared/text.ts';
import { asyncapi } from '../../tools/docs/asyncapi.ts';
import { openapi } from '../../tools/docs/openapi.ts';

/** A change that an older client understands (a new field, event, code) pins a new hash; any other raises PROTOCOL. */
const PINNED = { protocol: 1, hash: '89e99e1ee58a1e42e0bb255c196a3d71' };

const PROSE = new Set(['description', 'summary', 'title']);
/** Everything but words about it, which may improve at any time. */
const bare = (document: object): string =>
  JSON.stringify(document, (key, value) => (PROSE.has(key) && typeof value === 'string' ? undefined : value));

const hashOf = (...parts: object[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(bare(part));
  return hash.digest('hex').slice(0, 32);
};

const lengths = { QUESTION_GRAPHEMES, NAME_GRAPHEMES, REASON_GRAPHEMES };

test('[C1] the contract is the one that is pinned', () => {
  const now = { protocol: PROTOCOL, hash: hashOf(asyncapi(), openapi(), lengths, DECLINE_REASONS) };
  expect(now, 'The contract has changed: bump PROTOCOL or pin the new hash').toEqual(PINNED);
});

test('[C1] the hash notices a change of the contract, and not of the words about it', () => {
  const document = {
    type: 'string',
    description: 'A name.',
    properties: { description: { type: 'string' } },
  };
  expect(hashOf({ ...document, description: 'The name.' })).toBe(hashOf(document));
  expect(hashOf({ ...document, type: 'integer' })).not.toBe(hashOf(document));
  expect(hashOf({ ...document, properties: {} })).not.toBe(hashOf(document));
});
