import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtPages } from '../../server/http/builtPages.ts';
import { type HttpUnderTest, startHttp } from './startHttp.ts';

const STYLE = 'html { background: transparent }';
const SCRIPT = `console.log('${'sofra '.repeat(200)}')`;
const BUILD: Record<string, string> = {
  'audience/audience/index.html': '<title>audience</title><script src="/assets/audience/a-1.js"></script>',
  'audience/assets/audience/a-1.js': SCRIPT,
  'audience/mark.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'overlay/overlay/index.html': `<title>overlay</title><style>${STYLE}</style>`,
  'overlay/assets/overlay/font-1.woff2': 'not compressed again',
  ...Object.fromEntries(
    ['studio', 'moderator', 'host', 'demo'].map((page) => [
      `console/${page}/index.html`,
      `<title>${page}</title>`,
    ]),
  ),
};

let build: string;
let http: HttpUnderTest;
let demo: HttpUnderTest;

beforeAll(async () => {
  build = await mkdtemp(join(tmpdir(), 'sofra-pages-'));
  for (const [path, content] of Object.entries(BUILD)) {
    await mkdir(dirname(join(build, path)), { recursive: true });
    await writeFile(join(build, path), content);
  }
  http = await startHttp({}, await builtPages(build));
  demo = await startHttp({ DEMO: '1' }, await builtPages(build));
});
afterAll(async () => {
  await http.close();
  await demo.close();
  await rm(build, { recursive: true });
});

const titleAt = async (path: string, where = http) =>
  /<title>(.*?)<\/title>/.exec(await (await where.ask(path)).text())?.[1];

const policyAt = async (path: string, where = http, headers: Record<string, string> = {}) => {
  const policy = (await where.ask(path, { headers })).headers.get('content-security-policy') ?? '';
  return Object.fromEntries(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(' ');
      return [name, sources];
    }),
  );
};

const PAGES: Record<string, string> = {
  '/': 'audience',
  '/DFGJKL': 'audience',
  '/dfg-jkl': 'audience',
  [`/${encodeURIComponent('ДФГЈКЛ')}`]: 'audience',
  '/studio': 'studio',
  '/studio/': 'studio',
  '/studio/debates/abc': 'studio',
  '/moderator/abcdefghijkl': 'moderator',
  '/host/abcdefghijkl': 'host',
  '/overlay/abcdefghijkl': 'overlay',
};

for (const [path, page] of Object.entries(PAGES)) {
  test(`${path} shows the ${page} page`, async () => {
    const response = await http.ask(path);
    expect([response.status, await titleAt(path)]).toEqual([200, page]);
    expect(response.headers.get('cache-control')).toBe(page === 'overlay' ? 'no-store' : 'no-cache');
  });
}

for (const path of ['/nothing', '/DFGJKA', '/moderator/x', '/overlay', '/demo', '/DFGJKL/x', '/index.html'])
  test(`${path} is nowhere: a page says so in every language, and nothing else is told`, async () => {
    const response = await http.ask(path);
    const html = await response.text();
    expect(response.status).toBe(404);
    for (const language of ['en', 'sq', 'sr-Latn', 'sr-Cyrl']) expect(html).toContain(`lang="${language}"`);
    expect(html).not.toContain(path);
  });

test('/demo is shown with DEMO=1 alone, and only there may our pages be framed, by us', async () => {
  expect(await titleAt('/demo', demo)).toBe('demo');
  const framed = await policyAt('/overlay/abcdefghijkl', demo);
  expect([framed['frame-ancestors'], framed['frame-src']]).toEqual([["'self'"], ["'self'"]]);
  const alone = await policyAt('/overlay/abcdefghijkl');
  expect([alone['frame-ancestors'], alone['frame-src']]).toEqual([["'none'"], ["'none'"]]);
});

test('[A16] every page allows its own files and pieces alone', async () => {
  for (const path of [...Object.keys(PAGES), '/nothing']) {
    const policy = await policyAt(path);
    expect(policy['default-src']).toEqual(["'none'"]);
    expect(policy['base-uri']).toEqual(["'none'"]);
    expect(policy['form-action']).toEqual(["'self'"]);
    expect(policy).not.toHaveProperty('upgrade-insecure-requests');
    expect(JSON.stringify(policy)).not.toMatch(/unsafe|\*|https?:/);
  }
  const hash = createHash('sha256').update(STYLE).digest('base64');
  expect((await policyAt('/overlay/abcdefghijkl'))['style-src']).toEqual(["'self'", `'sha256-${hash}'`]);
  expect((await policyAt('/'))['script-src']).toEqual(["'self'"]);
});

test('[A16] sockets of this host alone; a Host header cannot add a word to the policy', async () => {
  const { host, port } = new URL(http.origin);
  expect((await policyAt('/'))['connect-src']).toEqual(["'self'", `ws://${host}`, `wss://${host}`]);
  const policy = await new Promise<string>((resolve) => {
    const headers = { Host: "x; script-src 'unsafe-inline'" };
    request({ port, host: '127.0.0.1', path: '/', headers }, (response) => {
      response.resume();
      resolve(String(response.headers['content-security-policy']));
    }).end();
  });
  expect(policy).toContain("connect-src 'self';");
  expect(policy).not.toContain('unsafe');
});

test('[A16] nothing is sent that breaks plain http; https is insisted on where it is used, for this host alone', async () => {
  const { headers } = await http.ask('/');
  for (const name of ['strict-transport-security', 'cross-origin-opener-policy', 'origin-agent-cluster'])
    expect(headers.has(name)).toBe(false);
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.has('x-powered-by')).toBe(false);
  const secure = await startHttp({ PUBLIC_URL: 'https://sofra.example' }, await builtPages(build));
  expect((await secure.ask('/')).headers.get('strict-transport-security')).toBe('max-age=31536000');
  expect((await policyAt('/', secure))['connect-src']).toContain('wss://sofra.example');
  await secure.close();
});

interface Raw {
  status: number | undefined;
  encoding: string | undefined;
  caching: string | undefined;
  body: Buffer;
}

/** As a browser gets it, without the decoding and the headers that fetch adds. */
const raw = (path: string, headers: Record<string, string>) =>
  new Promise<Raw>((resolve) => {
    const { port } = new URL(http.origin);
    request({ port, host: '127.0.0.1', path, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({
        status: response.statusCode,
        encoding: response.headers['content-encoding'],
        caching: response.headers['cache-control'],
        body: Buffer.concat(chunks),
      });
    }).end();
  });
const rawBody = (path: string, encoding: string) => raw(path, { 'Accept-Encoding': encoding });

test('assets are kept for a year, and sent in the smallest form that the browser takes', async () => {
  const path = '/assets/audience/a-1.js';
  const [br, gzip, plain] = await Promise.all([
    rawBody(path, 'gzip, deflate, br'),
    rawBody(path, 'gzip, deflate'),
    rawBody(path, 'identity'),
  ]);
  expect(br).toMatchObject({ encoding: 'br', caching: 'public, max-age=31536000, immutable' });
  expect(brotliDecompressSync(br.body).toString()).toBe(SCRIPT);
  expect(gzip.encoding).toBe('gzip');
  expect(gunzipSync(gzip.body).toString()).toBe(SCRIPT);
  expect([plain.encoding, plain.body.toString()]).toEqual([undefined, SCRIPT]);
  expect((await rawBody('/assets/overlay/font-1.woff2', 'br, gzip')).encoding).toBeUndefined();
  expect((await rawBody('/mark.svg', 'gzip')).caching).toBe('no-cache');
});

test('assets have the type of their name, and a page is not fetched twice unchanged', async () => {
  expect((await http.ask('/assets/audience/a-1.js')).headers.get('content-type')).toMatch(/javascript/);
  expect((await http.ask('/mark.svg')).headers.get('content-type')).toMatch(/^image\/svg\+xml/);
  const etag = (await http.ask('/')).headers.get('etag') ?? '';
  expect((await raw('/', { 'If-None-Match': etag })).status).toBe(304);
});
