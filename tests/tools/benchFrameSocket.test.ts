import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { FrameSocket } from '../bench/load/FrameSocket.ts';

/** Around every change of a frame's head, and more than one read holds. */
const LENGTHS = [1, 125, 126, 65_535, 65_536, 2_000_000];
const text = (length: number) => `${length}:`.padEnd(length, 'x').slice(0, length);

let server: WebSocketServer;
let url: string;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0 });
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => server.close());

async function connection(onText: (text: string) => void, onEnd = (_: Error) => {}) {
  const accepted = once(server, 'connection') as Promise<[WebSocket]>;
  const socket = await new Promise<FrameSocket>((resolve) => {
    const opening: FrameSocket = new FrameSocket(url, {
      onOpen: () => resolve(opening),
      onText: (bytes, start, end) => onText(bytes.toString('utf8', start, end)),
      onEnd,
    });
  });
  const [peer] = await accepted;
  return { socket, peer };
}

describe('a connection of the load generator', () => {
  test('hears messages of every length, whole and in order', async () => {
    const heard: string[] = [];
    const { socket, peer } = await connection((message) => heard.push(message));
    const sent = [...LENGTHS, ...LENGTHS.toReversed(), ...Array.from({ length: 500 }, () => 40)].map(text);
    for (const message of sent) peer.send(message);
    await expect.poll(() => heard.length).toBe(sent.length);
    expect(heard).toEqual(sent);
    socket.close();
  });

  test('says what the server can read', async () => {
    const { socket, peer } = await connection(() => {});
    const heard: string[] = [];
    peer.on('message', (data) => heard.push(String(data)));
    const said = [1, 125, 126, 65_535].map(text);
    for (const message of said) socket.send(message);
    await expect.poll(() => heard).toEqual(said);
    socket.close();
  });

  test('tells of its end, unless it was closed here', async () => {
    const ends: string[] = [];
    const first = await connection(
      () => {},
      ({ message }) => ends.push(message),
    );
    const second = await connection(
      () => {},
      ({ message }) => ends.push(message),
    );
    first.socket.close();
    second.peer.close();
    await expect.poll(() => ends).toEqual(['the server said goodbye']);
  });
});
