import { createConnection } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpUnderTest, startHttp } from './startHttp.ts';

let http: HttpUnderTest;
beforeAll(async () => {
  http = await startHttp();
});
afterAll(() => http.close());

const post = async (body: string, type = 'application/json') => {
  const response = await http.ask('/api/debates', {
    method: 'POST',
    headers: { authorization: `Bearer ${http.apiToken}`, ...(type && { 'content-type': type }) },
    body,
  });
  return [response.status, (await response.json()).error.code];
};

const INVALID: [why: string, body: unknown][] = [
  ['null', null],
  ['a number', 3],
  ['a text', 'title'],
  ['a list', []],
  ['nothing in it', {}],
  ['no title', { title: null }],
  ['an empty title', { title: ' \u200b ' }],
  ['a title of another type', { title: { toString: 'x' } }],
  ['a title too long', { title: 'x'.repeat(201) }],
  ['a lone surrogate', { title: '\ud800' }],
  ['a control character', { title: 'a\u0000b' }],
  ['no language', { title: 'x', languages: [] }],
  ['not a language', { title: 'x', languages: ['<script>'] }],
  ['too many languages', { title: 'x', languages: Array(13).fill('sq') }],
  ['unknown screening', { title: 'x', screening: 'later' }],
  ['open of another type', { title: 'x', open: 'yes' }],
];

for (const [why, body] of INVALID) {
  test(`[A15] ${why}: refused with a code`, async () => {
    expect(await post(JSON.stringify(body))).toEqual([
      400,
      typeof body === 'object' && body !== null ? 'bodyInvalid' : 'bodyMalformed',
    ]);
  });
}

test('[A15] bodies that are not JSON are refused with a code', async () => {
  expect(await post('{"title":')).toEqual([400, 'bodyMalformed']);
  expect(await post('title=x', 'application/x-www-form-urlencoded')).toEqual([415, 'bodyNotJson']);
  expect(await post('{"title":"x"}', 'text/plain')).toEqual([415, 'bodyNotJson']);
  expect(await post('{"title":"x"}', 'application/json; charset=koi8-r')).toEqual([415, 'bodyNotJson']);
});

test('[A15] a body over 32 kB is refused with a code', async () => {
  expect(await post(JSON.stringify({ title: 'x', series: 'x'.repeat(40_000) }))).toEqual([
    413,
    'bodyTooLarge',
  ]);
});

test('[A15] a refusal names the field and repeats nothing of the content', async () => {
  const response = await http.api('POST', '/api/debates', {
    title: 'x'.repeat(300),
    screening: 'canary-7f3a',
  });
  const { message } = (await response.json()).error;
  expect(message).toContain('title');
  expect(message).toContain('screening');
  expect(message).not.toContain('canary');
});

test('[A15] fields that only JavaScript knows change nothing', async () => {
  const body = '{"title":"x","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}';
  const response = await http.ask('/api/debates', {
    method: 'POST',
    headers: { authorization: `Bearer ${http.apiToken}`, 'content-type': 'application/json' },
    body,
  });
  expect(response.status).toBe(201);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

/** Addresses that a client library would never send. */
test('[A15] malformed addresses are refused, pages and API alike', async () => {
  const { port } = new URL(http.origin);
  const raw = (path: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = createConnection(Number(port), '127.0.0.1', () =>
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${http.apiToken}\r\nConnection: close\r\n\r\n`,
        ),
      );
      let answer = '';
      socket.on('data', (data) => {
        answer += data;
      });
      socket.on('end', () => resolve(answer)).on('error', reject);
    });
  expect(await raw('/%E0%A4%A')).toMatch(/^HTTP\/1.1 400 /);
  expect(await raw('/api/debates/%E0%A4%A')).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"addressMalformed"/);
  expect(await raw('/../../../../etc/passwd')).toMatch(/^HTTP\/1.1 404 /);
  expect(await raw('/assets/..%2f..%2fpackage.json')).toMatch(/^HTTP\/1.1 404 /);
});
