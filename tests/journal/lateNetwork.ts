/**
 * A network before Redis that can hold what comes from clients, as one that drops packets does, and brings it later,
 * when they are sent again.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Way {
  from: Socket;
  to: Socket;
  held: Buffer[];
}

export class LateNetwork {
  readonly #server: Server;
  readonly #ways = new Set<Way>();
  #isHolding = false;

  private constructor(port: number) {
    this.#server = createServer({ allowHalfOpen: true }, (from) => this.#lead(from, port));
  }

  static async before(port: number): Promise<LateNetwork> {
    const network = new LateNetwork(port);
    network.#server.listen(0, '127.0.0.1');
    await once(network.#server, 'listening');
    return network;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What is sent from now on through the connections that there are arrives with `release`, even if they end. */
  hold(): void {
    this.#isHolding = true;
  }

  /** New connections pass. */
  mend(): void {
    this.#isHolding = false;
  }

  /** @returns how many bytes were late */
  release(): number {
    const late = [...this.#ways].flatMap(({ to, held }) => held.splice(0).map((chunk) => ({ to, chunk })));
    for (const { to, chunk } of late) to.write(chunk);
    return late.reduce((sum, { chunk }) => sum + chunk.length, 0);
  }

  close(): void {
    this.#server.close();
    for (const { from, to } of this.#ways) {
      from.destroy();
      to.destroy();
    }
  }

  #lead(from: Socket, port: number): void {
    const to = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const way: Way = { from, to, held: [] };
    this.#ways.add(way);
    for (const end of [from, to]) end.on('error', () => {});
    from.on('data', (chunk) => {
      if (this.#isHolding || way.held.length > 0) way.held.push(chunk);
      else to.write(chunk);
    });
    to.pipe(from);
  }
}
