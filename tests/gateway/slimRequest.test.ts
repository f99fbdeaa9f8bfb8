/** A phone that stays keeps no more of its first request than is asked later. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { clientAddress, isOwnOrigin } from '../../server/access/requestOrigin.ts';
import { sessionToken } from '../../server/access/sessionCookie.ts';
import { slimRequest } from '../../server/gateway/slimRequest.ts';

test('[G49] a request that was let go of still says whose it is, and nothing else', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = once(server, 'request');
  const controller = new AbortController();
  const { port } = server.address() as AddressInfo;
  const headers = {
    'user-agent': 'An old phone',
    'accept-language': 'sq',
    'x-forwarded-for': '192.0.2.7',
    origin: `http://127.0.0.1:${port}`,
    cookie: 'sofra=a-session',
  };
  const answer = fetch(`http://127.0.0.1:${port}/socket.io/?EIO=4`, { headers, signal: controller.signal });
  const [request] = (await asked) as [IncomingMessage];
  const proxied = { publicUrl: undefined, trustProxy: 1 };
  const said = () => [clientAddress(request, proxied), isOwnOrigin(request, proxied), sessionToken(request)];
  slimRequest(request);
  expect(said()).toEqual(['192.0.2.7', true, 'a-session']);
  expect(Object.keys(request.headers).sort()).toEqual(['cookie', 'host', 'origin', 'x-forwarded-for']);
  expect([request.url, request.rawHeaders]).toEqual(['', []]);
  controller.abort();
  await expect(answer).rejects.toThrow('abort');
  server.close();
});
