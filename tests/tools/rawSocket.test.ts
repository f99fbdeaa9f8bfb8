/** The wire as docs/protocol.md describes it for those who have no Socket.IO library: one websocket and text. */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type TestDebate, TestServer } from '../gateway/startServer.ts';

let server: TestServer;
let debate: TestDebate;
beforeAll(async () => {
  server = await TestServer.start();
  debate = await server.debate({ screening: 'off' });
});
afterAll(() => server.remove());

/** Everything the server says, and the next message that begins so. */
async function open(handshake: object) {
  const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const said: string[] = [];
  socket.on('message', (data) => said.push(String(data)));
  const next = async (start: string): Promise<string> => {
    for (;;) {
      const found = said.find((message) => message.startsWith(start));
      if (found !== undefined) return found.slice(start.length);
      await once(socket, 'message');
    }
  };
  expect(JSON.parse(await next('0'))).toMatchObject({
    pingInterval: expect.any(Number),
    pingTimeout: expect.any(Number),
  });
  socket.send(`40/audience,${JSON.stringify(handshake)}`);
  return { socket, next };
}

test('[C9] handshake, view, command and answer are the text that the guide shows', async () => {
  const { socket, next } = await open({ debate: debate.code });
  expect(JSON.parse(await next('40/audience,'))).toHaveProperty('sid');
  expect(await next('42/audience,["welcome",')).toContain('"token":');
  expect(await next('42/audience,["view",')).toContain(debate.id);
  const id = 'abcdef0123456789';
  socket.send(`42/audience,7["command",{"type":"askQuestion","id":"${id}","text":"Who pays?"}]`);
  expect(JSON.parse(await next('43/audience,7'))).toEqual([{ ok: true, seq: expect.any(Number) }]);
  socket.send(`42/audience,8["command",{"type":"upvote","questionId":"${id}","up":true}]`);
  expect(JSON.parse(await next('43/audience,8'))).toEqual([{ ok: true, seq: expect.any(Number) }]);
  expect(await next('42/audience,["patch",')).toContain(id);
  socket.close();
});

test('[C9] a handshake that may not in is answered with its code', async () => {
  const { socket, next } = await open({ debate: 'DDDDDD' });
  expect(JSON.parse(await next('44/audience,'))).toMatchObject({ data: { code: 'debateUnknown' } });
  socket.close();
});
