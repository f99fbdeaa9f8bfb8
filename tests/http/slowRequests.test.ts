/** Clients that hold a connection and say little: real sockets that never finish what they begin. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { httpServer } from '../../server/http/httpServer.ts';
import { TestServer } from '../gateway/startServer.ts';

const HALF_OPEN = 400;
const UNSEATED = 100;

async function dial(port: number, words = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  if (words) socket.write(words);
  return socket;
}

const closed = (socket: Socket) => socket.closed || once(socket.resume(), 'close');

let server: Server;
let port: number;
beforeAll(async () => {
  server = httpServer({ headersMs: 200, requestMs: 400, silenceMs: 600 });
  server.on('request', (request, response) => {
    request.resume().on('end', () => response.end(Buffer.alloc(2 ** 26)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
});

test.each([
  ['says nothing', ''],
  ['stops in its first line', 'GET /'],
  ['stops in its headers', 'GET / HTTP/1.1\r\nHost: x\r\nX-'],
  ['stops in its body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'],
])('[A20] who %s is hung up on', async (_, words) => {
  await closed(await dial(port, words));
});

test('[A20] who drips its headers is hung up on', async () => {
  const socket = await dial(port, 'GET / HTTP/1.1\r\n');
  const drip = setInterval(() => socket.write('X-Y: z\r\n'), 20);
  await closed(socket);
  clearInterval(drip);
});

test('[A20] who asks and does not read is hung up on', async () => {
  const hungUp = once(server, 'connection').then(([socket]) => once(socket, 'close'));
  const socket = await dial(port);
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await hungUp;
  socket.destroy();
});

/** A web socket that asks for no screen. */
async function dialUnseated(origin: string): Promise<{ closed: Promise<unknown> }> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  await once(socket, 'open');
  return { closed: once(socket, 'close') };
}

test('[A20] hundreds of half-open requests and sockets keep nobody out, and are gone within seconds', async () => {
  const whole = await TestServer.start({ LIMITS: 'on' });
  const wholePort = Number(new URL(whole.origin).port);
  const halfOpen = await Promise.all(
    Array.from({ length: HALF_OPEN }, () => dial(wholePort, 'GET /socket.io/?EIO=4 HTTP/1.1\r\nHo')),
  );
  const unseated = await Promise.all(Array.from({ length: UNSEATED }, () => dialUnseated(whole.origin)));
  const startedAt = performance.now();
  const debate = await whole.debate({ screening: 'off' });
  const phone = debate.phone();
  await phone.until('view');
  await Promise.all([...halfOpen.map(closed), ...unseated.map((socket) => socket.closed)]);
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  expect(await phone.send({ type: 'askQuestion', id: 'patient-0001', text: 'Still here?' })).toMatchObject({
    ok: true,
  });
  await whole.remove();
});
