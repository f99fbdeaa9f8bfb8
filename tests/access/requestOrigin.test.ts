import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress, isFromHere, isOwnOrigin, ownOrigin } from '../../server/access/requestOrigin.ts';
import { sessionToken } from '../../server/access/sessionCookie.ts';

const from = (headers: Record<string, string>, remoteAddress = '10.0.0.9') =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;
const direct = { publicUrl: undefined, trustProxy: 0 };
const behind = (trustProxy: number) => ({ publicUrl: undefined, trustProxy });

test('[A11] our own Origin is the scheme, host and port that the client used', () => {
  const request = (origin: string, host = '192.168.1.5:3000') => from({ host, origin });
  expect(isOwnOrigin(request('http://192.168.1.5:3000'), direct)).toBe(true);
  for (const foreign of [
    'http://192.168.1.5',
    'https://192.168.1.5:3000',
    'http://192.168.1.50:3000',
    'null',
  ])
    expect(isOwnOrigin(request(foreign), direct)).toBe(false);
  expect(isOwnOrigin(from({ host: 'a.example' }), direct)).toBe(false);
  expect(isOwnOrigin(request('http://a.example', 'A.example:80'), direct)).toBe(true);
  expect(isOwnOrigin(request('http://[::1]:3000', '[::1]:3000'), direct)).toBe(true);
});

test('[A11] where PUBLIC_URL is set, it alone is our Origin', () => {
  const config = { publicUrl: 'https://sofra.example', trustProxy: 0 };
  expect(isOwnOrigin(from({ host: 'inner:3000', origin: 'https://sofra.example' }), config)).toBe(true);
  expect(isOwnOrigin(from({ host: 'inner:3000', origin: 'http://inner:3000' }), config)).toBe(false);
});

test('[A11] a malformed Host makes no origin of its own', () => {
  for (const host of ['a b', 'a/b', 'a@b', 'a:b', 'x;y', '"', ''])
    expect(ownOrigin(from({ host }), direct)).toBe('http://localhost');
});

test('[A9] the address is what the trusted proxies saw; what clients claim counts for nothing', () => {
  const request = from({ host: 'x', 'x-forwarded-for': '1.1.1.1, 2.2.2.2, 3.3.3.3' });
  expect(clientAddress(request, direct)).toBe('10.0.0.9');
  expect(clientAddress(request, behind(1))).toBe('3.3.3.3');
  expect(clientAddress(request, behind(2))).toBe('2.2.2.2');
  expect(clientAddress(from({ host: 'x' }), behind(1))).toBe('10.0.0.9');
});

test('[A13] the session is found among other cookies, and nothing else is taken for it', () => {
  expect(sessionToken(from({ cookie: 'a=1; sofra=tok-en_1; b=2' }))).toBe('tok-en_1');
  for (const cookie of ['', 'sofra', 'sofra=', 'xsofra=1', 'a=sofra=1', 'SOFRA=1'])
    expect(sessionToken(from({ cookie }))).toBeUndefined();
});

test('[A21] a program on this machine is told from one beyond it, also behind a proxy on this machine', () => {
  for (const here of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])
    expect(isFromHere(from({ host: 'x' }, here))).toBe(true);
  for (const beyond of ['10.0.0.9', '::ffff:10.0.0.127', '::127.0.0.1', '2001:db8::1', '1.127.0.1', ''])
    expect(isFromHere(from({ host: 'x' }, beyond))).toBe(false);
  expect(isFromHere(from({ host: 'x', 'x-forwarded-for': '127.0.0.1' }, '127.0.0.1'))).toBe(false);
  expect(isFromHere(from({ host: 'x', forwarded: 'for=127.0.0.1' }, '127.0.0.1'))).toBe(false);
});
