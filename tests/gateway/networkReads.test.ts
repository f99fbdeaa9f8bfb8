import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { giveReadsBack, passOn, takeReads } from '../../server/gateway/networkReads.ts';

let phone: Socket;
let network: Socket;
beforeEach(async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connected = once(server, 'connection');
  phone = connect((server.address() as AddressInfo).port, '127.0.0.1');
  [network] = (await connected) as [Socket];
  server.close();
});
afterEach(() => {
  phone.destroy();
  network.destroy();
});

/** Sends it, and waits for what is heard then. */
async function say(text: string, heard: () => Promise<unknown>): Promise<void> {
  const hearing = heard();
  phone.write(text);
  await hearing;
}

describe.each([
  ['into one buffer', true],
  ['each into a buffer of its own', false],
])('[G52] reads %s', (_, isOne) => {
  beforeEach(() => {
    const { _handle: handle } = network as unknown as { _handle: object };
    if (!isOne) Object.assign(handle, { useUserBuffer: undefined });
  });

  test('are taken first, go on to the listeners as they are told, and come to them again afterwards', async () => {
    const [taken, heard]: [string[], string[]] = [[], []];
    const buffers = new Set<Buffer>();
    network.on('data', (chunk) => heard.push(String(chunk)));
    let hasTaken = () => {};
    const taking = () => new Promise<void>((resolve) => (hasTaken = resolve));
    takeReads(network, {
      hear(bytes, length) {
        buffers.add(bytes);
        taken.push(bytes.toString('latin1', 0, length));
        const passed = taken.length === 1 || passOn(network, bytes, 2, length);
        hasTaken();
        return passed;
      },
    });
    await say('first', taking);
    await say('second', taking);
    expect(taken).toEqual(['first', 'second']);
    expect(heard).toEqual(['cond']);
    expect(buffers.size).toBe(isOne ? 1 : 2);
    giveReadsBack(network);
    await say('third', () => once(network, 'data'));
    expect(taken).toHaveLength(2);
    expect(heard).toEqual(['cond', 'third']);
    phone.end();
    await once(network, 'end');
  });
});
