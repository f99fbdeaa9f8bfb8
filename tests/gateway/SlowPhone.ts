/** A phone down to its frames, which stops reading for a while: what it is sent waits at the server. */
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { TestDebate, TestServer } from './startServer.ts';

/** The server's ends of all connections of this process, by the port of the other end. */
const serverEnds = new Map<number | undefined, Socket>();
subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: Socket };
  serverEnds.set(socket.remotePort, socket);
});

export class SlowPhone {
  readonly frames: string[] = [];
  readonly #server: TestServer;
  readonly #socket: WebSocket;

  private constructor(server: TestServer, socket: WebSocket) {
    this.#server = server;
    this.#socket = socket;
    socket.on('message', (data) => this.frames.push(String(data)));
  }

  static async open(server: TestServer, debate: TestDebate): Promise<SlowPhone> {
    const url = server.origin.replace('http', 'ws');
    const socket = new WebSocket(`${url}/socket.io/?EIO=4&transport=websocket`);
    const phone = new SlowPhone(server, socket);
    await once(socket, 'open');
    socket.send(`40/audience,${JSON.stringify({ debate: debate.code })}`);
    await phone.until((frame) => frame.startsWith('42/audience,["mine"'));
    return phone;
  }

  async until(holds: (frame: string) => boolean): Promise<void> {
    while (!this.frames.some(holds)) await once(this.#socket, 'message');
  }

  /** Stops reading, and asks for views until some of what it is sent waits. */
  async stall(): Promise<void> {
    const { _socket: network } = this.#socket as unknown as { _socket: Socket };
    const serverEnd = serverEnds.get(network.localPort);
    this.#socket.pause();
    while (serverEnd?.writableLength === 0) await this.#askForView(4);
    await this.#askForView(4);
  }

  readOn(): void {
    this.#socket.resume();
  }

  vanish(): void {
    this.#socket.terminate();
  }

  async #askForView(times: number): Promise<void> {
    for (let ask = 0; ask < times; ask += 1) this.#socket.send('42/audience,1["command",{"type":"resync"}]');
    // The server has read it: another connection's answer came after it.
    await this.#server.api('GET', '/debates');
  }
}

/** So much on show that a view is a hundred kilobytes. */
export async function fillDebate(debate: TestDebate): Promise<void> {
  const author = debate.phone();
  const text = 'ж'.repeat(280);
  await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      author.send({ type: 'askQuestion', id: `filler-${String(index).padStart(5, '0')}`, text }),
    ),
  );
  author.socket.disconnect();
}
