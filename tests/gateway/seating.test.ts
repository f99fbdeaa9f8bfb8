/** Nobody stays connected without a seat at a screen. */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type TestDebate, TestServer } from './startServer.ts';

let server: TestServer;
let debate: TestDebate;
beforeAll(async () => {
  server = await TestServer.start();
  debate = await server.debate();
});
afterAll(() => server.remove());

/** Says one packet after another, each once what starts like its answer has come. */
async function converse(...turns: [packet: string, answer: string][]): Promise<WebSocket> {
  const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  await once(socket, 'open');
  for (const [packet, answer] of turns) {
    heard.length = 0;
    socket.send(packet);
    while (!heard.some((frame) => frame.startsWith(answer))) await once(socket, 'message');
  }
  return socket;
}

test('[G45] a connection without a seat is ended within seconds, whatever it asks for and has left', async () => {
  const sitDown: [string, string] = [`40/audience,{"debate":"${debate.code}"}`, '42/audience,["mine"'];
  const overlay = `40/overlay,{"debate":"${debate.id}","key":"${debate.keys.overlay}"}`;
  const refused: [string, string] = ['40/audience,{"debate":"ZZZZZZ"}', '44/audience,'];
  const [elsewhere, ...unseated] = await Promise.all([
    converse(sitDown, [overlay, '42/overlay,["view"']),
    converse(['40', '44']),
    converse(refused),
    converse(sitDown),
    converse(sitDown),
  ]);
  const ended = unseated.map((socket) => once(socket, 'close'));
  for (const socket of [elsewhere, ...unseated.slice(2)]) socket.send('41/audience,');
  unseated[2]?.send(refused[0]);
  await Promise.all(ended);
  elsewhere.send('42/overlay,1["command",{"type":"resync"}]');
  const [answer] = await once(elsewhere, 'message');
  expect(String(answer)).toMatch(/^4[23]\/overlay,/);
  elsewhere.close();
});
