/** The generated documents: current, and valid by the schemas of their own standards. */
import { readFileSync } from 'node:fs';
import specifications from '@asyncapi/specs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { audienceCommand, moderatorCommand } from '../../shared/commands.ts';
import { PROTOCOL } from '../../shared/protocol.ts';
import { asyncapi } from '../../tools/docs/asyncapi.ts';
import { contractSchemas } from '../../tools/docs/contractSchemas.ts';
import { openapi } from '../../tools/docs/openapi.ts';
import { written } from '../../tools/docs/written.ts';

const committed = (name: string) => readFileSync(`docs/${name}.json`, 'utf8');

const withoutFormats = { strict: false, validateFormats: false };

describe('[C2] the generated documents are current', () => {
  test.each([
    ['asyncapi', asyncapi],
    ['openapi', openapi],
  ])('[C2] docs/%s.json is what the contract gives: npm run docs', (name, generate) => {
    expect(committed(name)).toBe(written(generate()));
  });
});

describe('[C3] the generated documents are valid', () => {
  test('[C3] AsyncAPI 3.0', () => {
    // The schema carries its own copy of JSON Schema.
    const { $schema: _, ...schema } = specifications.schemas['3.0.0'] as Record<string, unknown>;
    const ajv = new Ajv({ ...withoutFormats, meta: false, validateSchema: false, allErrors: true });
    ajv.validate(schema, JSON.parse(committed('asyncapi')));
    expect(ajv.errors).toBeNull();
    expect(ajv.validate(schema, { ...JSON.parse(committed('asyncapi')), channels: 3 })).toBe(false);
  });

  test('[C3] OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(committed('openapi')));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  test.each(['asyncapi', 'openapi'])('[C3] every reference in docs/%s.json leads somewhere', (name) => {
    const document = JSON.parse(committed(name));
    const references = [...committed(name).matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, path = '']) => path);
    const broken = references.filter(
      (path) =>
        path.split('/').reduce((at, step) => at?.[step.replaceAll('~1', '/')], document) === undefined,
    );
    expect(references.length).toBeGreaterThan(10);
    expect(broken).toEqual([]);
  });
});

describe('[C4] the documents say what the server does', () => {
  const document = JSON.parse(committed('asyncapi'));
  const ajv = new Ajv(withoutFormats);
  ajv.addSchema({ $id: 'asyncapi', components: { schemas: contractSchemas() } });
  const accepts = (name: string, value: unknown) =>
    ajv.validate(localReferences(document.components.schemas[name]), value);

  /** Ajv resolves `#/components/...` inside the document that it was given as a whole. */
  function localReferences(schema: object): object {
    return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"asyncapi#/components/'));
  }

  test('[C4] a channel for every screen, with all of its commands', () => {
    const commandsOf = (screen: string) => document.channels[screen].messages.command.payload.oneOf.length;
    expect(Object.keys(document.channels)).toEqual(['audience', 'moderator', 'host', 'overlay']);
    expect(commandsOf('audience')).toBe(audienceCommand.options.length);
    expect(commandsOf('moderator')).toBe(moderatorCommand.options.length);
    expect(document.info.version).toBe(`${PROTOCOL}.0.0`);
  });

  test('[C4] a document’s schema takes what the contract takes and refuses what it refuses', () => {
    const upvote = { type: 'upvote', questionId: 'q123456789', up: true };
    for (const [value, isRight] of [
      [upvote, true],
      [{ ...upvote, up: 'yes' }, false],
      [{ ...upvote, questionId: 'short' }, false],
    ] as const) {
      expect(accepts('Upvote', value)).toBe(isRight);
      expect(audienceCommand.safeParse(value).success).toBe(isRight);
    }
  });

  test('[C4] fields that a client does not know are allowed', () => {
    expect(accepts('Accepted', { ok: true, seq: 1, later: 'more' })).toBe(true);
    expect(committed('asyncapi') + committed('openapi')).not.toContain('"additionalProperties": false');
  });
});
