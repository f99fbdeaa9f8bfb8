/** A network in front of a server that can die without a word: nothing is closed, nothing arrives any more. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class Network {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isDead = false;

  private constructor(targetPort: number) {
    this.#server = createServer((near) => {
      this.#sockets.add(near);
      near.on('error', () => near.destroy());
      if (this.#isDead) return;
      const far = connect(targetPort, '127.0.0.1');
      this.#sockets.add(far);
      far.on('error', () => near.destroy());
      near.pipe(far).pipe(near);
    });
  }

  static async before(targetPort: number): Promise<Network> {
    const network = new Network(targetPort);
    network.#server.listen(0, '127.0.0.1');
    await once(network.#server, 'listening');
    return network;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What is connected stays so, for ever, and hears nothing more. */
  die(): void {
    this.#isDead = true;
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  /** New connections get through again. */
  heal(): void {
    this.#isDead = false;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
