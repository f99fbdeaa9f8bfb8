/** The HTTP API as an OpenAPI 3.1 document, generated from the contract. */
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { API_REFUSALS, type ApiRefusal } from '../../server/http/refuse.ts';
import * as api from '../../shared/api.ts';
import { debateId } from '../../shared/ids.ts';
import { PROTOCOL } from '../../shared/protocol.ts';
import { openSchema } from './openSchema.ts';

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });
const body = (schema: z.ZodType) => ({ required: true, content: json(schema) });
const answer = (description: string, schema?: z.ZodType) => ({
  description,
  ...(schema && { content: json(schema) }),
});

/** By status, what each code of it means. */
function refusals(codes: readonly ApiRefusal[]): ZodOpenApiResponsesObject {
  const meanings = new Map<number, string[]>();
  for (const code of codes) {
    const [status, message] = API_REFUSALS[code];
    meanings.set(status, [...(meanings.get(status) ?? []), `${code}: ${message}`]);
  }
  const responses = Array.from(meanings, ([status, said]) => [status, answer(said.join('\n'), api.apiError)]);
  return Object.fromEntries(responses);
}

const STAFF: ApiRefusal[] = ['notSignedIn', 'wrongToken', 'sessionEnded', 'tooMany', 'internal'];
const CHANGE: ApiRefusal[] = ['foreignOrigin', 'unavailable', 'unknown'];
const BODY: ApiRefusal[] = ['bodyMalformed', 'bodyInvalid', 'bodyTooLarge', 'bodyNotJson'];
const ONE_DEBATE: ApiRefusal[] = ['debateUnknown'];

const bearerOrCookie = [{ apiToken: [] }, { staffSession: [] }];
const id = debateId.meta({ description: "The debate's id." });
const path = z.object({ id });

interface Endpoint extends Omit<ZodOpenApiOperationObject, 'responses'> {
  fine: ZodOpenApiResponsesObject;
  refuses: ApiRefusal[];
}

const endpoint = ({ fine, refuses, ...rest }: Endpoint): ZodOpenApiOperationObject => ({
  ...rest,
  responses: { ...fine, ...refusals(refuses) },
});

const staff = (operation: Endpoint): ZodOpenApiOperationObject =>
  endpoint({ security: bearerOrCookie, ...operation, refuses: [...STAFF, ...operation.refuses] });

const changeStatus = (operationId: string, summary: string): ZodOpenApiOperationObject =>
  staff({
    operationId,
    summary,
    requestParams: { path },
    fine: { 200: answer('The debate as it is now.', api.debateSummary) },
    refuses: [...ONE_DEBATE, ...CHANGE],
  });

const debates = {
  post: staff({
    operationId: 'createDebate',
    summary: 'A new debate with its join code and links.',
    requestBody: body(api.createDebate),
    fine: { 201: answer('Created. The keys in the links are shown this once.', api.createdDebate) },
    refuses: [...BODY, ...CHANGE],
  }),
  get: staff({
    operationId: 'listDebates',
    summary: 'All debates, newest first.',
    fine: { 200: answer('The debates.', api.debateList) },
    refuses: [],
  }),
};

const oneDebate = {
  get: staff({
    operationId: 'readDebate',
    summary: 'Everything that staff may know of a debate: no author, no voter.',
    requestParams: { path },
    fine: { 200: answer('The debate.', api.debateDetail) },
    refuses: ONE_DEBATE,
  }),
  patch: staff({
    operationId: 'changeSettings',
    summary: 'Changes settings of a debate, at any time. What is missing stays as it is.',
    requestParams: { path },
    requestBody: body(api.changeSettings),
    fine: { 200: answer('The debate as it is now.', api.debateSummary) },
    refuses: [...ONE_DEBATE, 'settingsChanged', ...BODY, ...CHANGE],
  }),
};

const keys = {
  post: staff({
    operationId: 'createKey',
    summary: 'One more link to a staff screen.',
    requestParams: { path },
    requestBody: body(api.createKey),
    fine: { 201: answer('Created. The key in the link is shown this once.', api.createdKey) },
    refuses: [...ONE_DEBATE, ...BODY, ...CHANGE],
  }),
};

const oneKey = {
  delete: staff({
    operationId: 'revokeKey',
    summary: 'Ends a key and every connection that came with it. Again is fine.',
    requestParams: { path: z.object({ id, keyId: z.string() }) },
    fine: { 204: answer('Revoked.') },
    refuses: [...ONE_DEBATE, 'keyUnknown', ...CHANGE],
  }),
};

const session = {
  post: endpoint({
    operationId: 'signIn',
    summary: 'Opens a staff session with the secret of the link that the server prints at its start.',
    requestBody: body(api.signIn),
    fine: { 204: answer('Signed in: the cookie is set.') },
    refuses: ['wrongSecret', 'tooMany', 'foreignOrigin', ...BODY, 'unavailable', 'unknown', 'internal'],
  }),
  get: staff({
    operationId: 'checkSession',
    summary: 'Whether the request comes from staff.',
    fine: { 204: answer('It does.') },
    refuses: [],
  }),
  delete: staff({
    operationId: 'signOut',
    summary: 'Ends the session.',
    fine: { 204: answer('Signed out.') },
    refuses: CHANGE,
  }),
};

const status = (operationId: string, summary: string, field: string): ZodOpenApiOperationObject => ({
  operationId,
  summary,
  responses: {
    200: answer('Yes.', z.object({ [field]: z.boolean() })),
    ...(field === 'ready' && { 503: answer('Not now.', z.object({ ready: z.boolean() })) }),
  },
});

export function openapi(): object {
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Sofra: the HTTP API',
        version: `${PROTOCOL}.0.0`,
        description:
          'JSON in, JSON out. Every failure under /api is {error: {code, message}}. Clients ignore fields that they do not know.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: 'http://localhost:3000', description: 'Wherever it runs.' }],
      paths: {
        '/api/debates': debates,
        '/api/debates/{id}': oneDebate,
        '/api/debates/{id}/open': { post: changeStatus('openDebate', 'Opens or reopens a debate.') },
        '/api/debates/{id}/close': {
          post: changeStatus('closeDebate', 'Takes no more questions and upvotes.'),
        },
        '/api/debates/{id}/keys': keys,
        '/api/debates/{id}/keys/{keyId}': oneKey,
        '/api/session': session,
        '/healthz': { get: status('isAlive', 'Whether the process is alive.', 'alive') },
        '/readyz': { get: status('isReady', 'Whether it may be sent people.', 'ready') },
        '/metrics': {
          get: endpoint({
            operationId: 'readMetrics',
            summary: 'What the process counts, for Prometheus. Without a token from its own machine alone.',
            security: [{}, ...bearerOrCookie],
            fine: { 200: { description: 'Metrics.', content: { 'text/plain': {} } } },
            refuses: STAFF,
          }),
        },
      },
      components: {
        securitySchemes: {
          apiToken: { type: 'http', scheme: 'bearer', description: "The server's API_TOKEN." },
          staffSession: {
            type: 'apiKey',
            in: 'cookie',
            name: 'sofra',
            description:
              'Of the studio. What changes something must also carry the exact Origin of the server.',
          },
        },
      },
    },
    { override: openSchema },
  );
}
