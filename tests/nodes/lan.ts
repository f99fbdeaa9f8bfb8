/**
 * Machines of their own on this one: network namespaces on a bridge, each of which can vanish without a word. What is
 * sent to one that has vanished arrives nowhere, and nobody is told. Needs root and iproute2.
 */
import { execFileSync, spawnSync } from 'node:child_process';

const ip = (...words: string[]) => execFileSync('ip', words, { stdio: 'pipe' });
const works = (...words: string[]) => spawnSync('ip', words, { stdio: 'ignore' }).status === 0;

/** A link that gives itself an IPv6 address does so seconds later: a browser sees its network change and starts anew. */
const withoutAddressesOfItsOwn = (link: string) => ip('link', 'set', link, 'addrgenmode', 'none');

/** Of 198.18.0.0/16, which is set aside for tests of networks (RFC 2544). */
const NETWORKS = 256;

/** The name of the bridge says which network it carries: the system lets one process alone have it. */
const nameOf = (network: number) => `sofra${network}`;

function claimNetwork(): number {
  for (let network = 0; network < NETWORKS; network += 1)
    if (works('link', 'add', nameOf(network), 'type', 'bridge')) return network;
  throw new Error(`No bridge can be made, or there are ${NETWORKS} of them already: see ip link`);
}

export interface Machine {
  address: string;
  /** The command before a command that runs on it. */
  within: readonly string[];
  vanish(): void;
  comeBack(): void;
}

export class Lan {
  /** This process' own address on it. */
  readonly address: string;
  readonly #name: string;
  readonly #network: string;
  /** Each is the name of a namespace, and of the port of the bridge that leads there. */
  readonly #machines: string[] = [];

  constructor() {
    const network = claimNetwork();
    this.#name = nameOf(network);
    this.#network = `198.18.${network}`;
    this.address = `${this.#network}.1`;
    withoutAddressesOfItsOwn(this.#name);
    ip('address', 'add', `${this.address}/24`, 'dev', this.#name);
    ip('link', 'set', this.#name, 'up');
  }

  machine(): Machine {
    const number = this.#machines.length + 2;
    const name = `${this.#name}-${number}`;
    const address = `${this.#network}.${number}`;
    ip('netns', 'add', name);
    this.#machines.push(name);
    ip('link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    withoutAddressesOfItsOwn(name);
    ip('link', 'set', name, 'master', this.#name, 'up');
    ip('-n', name, 'address', 'add', `${address}/24`, 'dev', 'eth0');
    for (const link of ['lo', 'eth0']) ip('-n', name, 'link', 'set', link, 'up');
    return {
      address,
      within: ['ip', 'netns', 'exec', name],
      vanish: () => void ip('link', 'set', name, 'nomaster'),
      comeBack: () => void ip('link', 'set', name, 'master', this.#name),
    };
  }

  /** The bridge goes last: once its name is free, all of its names are. */
  remove(): void {
    for (const name of this.#machines) {
      ip('link', 'delete', name);
      ip('netns', 'delete', name);
    }
    ip('link', 'delete', this.#name);
  }
}

/** Whether this process may make machines. */
export const hasLan = (() => {
  const name = `sofra-probe-${process.pid}`;
  return works('netns', 'add', name) && works('netns', 'delete', name);
})();
