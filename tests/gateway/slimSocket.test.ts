/** A phone that stays costs no more of Socket.IO's own memory than is of use. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { keepNoRooms, slimSocket } from '../../server/gateway/slimSocket.ts';

test('[G49] nothing of a handshake and no room is kept, and the socket works on until it leaves', async () => {
  const server = new Server().listen(0);
  onTestFinished(() => server.close());
  const namespace = server.of('/audience');
  keepNoRooms(namespace);
  const { port } = server.httpServer.address() as AddressInfo;
  const arrival = once(namespace, 'connection');
  const phone = io(`http://127.0.0.1:${port}/audience`, {
    transports: ['websocket'],
    auth: { token: 'a-secret' },
    extraHeaders: { 'user-agent': 'An old phone' },
  });
  const [socket] = (await arrival) as [Socket];
  expect(JSON.stringify(socket.handshake)).toMatch(/a-secret.*An old phone|An old phone.*a-secret/);
  slimSocket(socket);

  expect(JSON.stringify(socket.handshake)).toBe('{}');
  expect([namespace.adapter.rooms.size, namespace.adapter.sids.size]).toEqual([0, 0]);
  socket.on('echo', (said, answer) => answer(said));
  expect(await phone.emitWithAck('echo', 'Po')).toBe('Po');
  const left = once(socket, 'disconnect');
  phone.close();
  expect(await left).toContain('client namespace disconnect');
  expect(namespace.sockets.size).toBe(0);
});
