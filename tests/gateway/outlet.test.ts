import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Outlet } from '../../server/gateway/outlet.ts';
import type { SeatedSocket } from '../../server/gateway/seat.ts';

const WAITING_AT_LEAST = 100;

let phone: Socket;
let network: Socket;
beforeAll(async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connected = once(server, 'connection');
  phone = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  [network] = (await connected) as [Socket];
  server.close();
});
afterAll(() => {
  phone.destroy();
  network.destroy();
});

test('[G51] answers that the network does not take at once arrive later, each once and in order', async () => {
  let waiting = 0;
  const conn = {
    transport: { readyState: 'open', writable: true },
    request: { socket: network },
    writeBuffer: [],
    write(_: string, { wsPreEncodedFrame: [frame] }: { wsPreEncodedFrame: [Buffer] }) {
      waiting += 1;
      network.write(frame);
    },
  };
  const outlet = new Outlet({ conn, data: {} } as unknown as SeatedSocket);
  const answer = (id: number) => outlet.writePacket(`43/audience,${id}[{"ok":true,"seq":1}]`);
  let answers = 0;
  while (waiting < WAITING_AT_LEAST) answer(answers++);

  let heard = '';
  phone.setEncoding('latin1').on('data', (text: string) => {
    heard += text;
  });
  phone.resume();
  while (!heard.includes(`/audience,${answers - 1}[`)) await once(phone, 'data');
  answer(answers++);
  while (!heard.includes(`/audience,${answers - 1}[`)) await once(phone, 'data');
  const ids = [...heard.matchAll(/43\/audience,(\d+)\[/g)].map(([, id]) => Number(id));
  expect(ids).toEqual(Array.from({ length: answers }, (_, id) => id));
});
