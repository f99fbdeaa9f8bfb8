/**
 * Machines of their own on this one: network namespaces on a bridge, each of which can vanish without a word. What is
 * sent to one that has vanished arrives nowhere, and nobody is told. Needs root and iproute2.
 */
import { execFileSync, spawnSync } from 'node:child_process';

const ip = (...words: string[]) => execFileSync('ip', words, { stdio: 'pipe' });
const works = (...words: string[]) => spawnSync('ip', words, { stdio: 'ignore' }).status === 0;

/** A link that gives itself an IPv6 address does so seconds later: a browser sees its network change and starts anew. */
const withoutAddressesOfItsOwn = (link: string) => ip('link', 'set', link, 'addrgenmode', 'none');

/** Interface names are at most 15 characters long. */
const drawName = () => `sofra${Math.random().toString(36).slice(2, 8)}`;

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
  readonly #name = drawName();
  readonly #network = `10.${Math.floor(Math.random() * 200) + 20}.${Math.floor(Math.random() * 256)}`;
  readonly #namespaces: string[] = [];

  constructor() {
    this.address = `${this.#network}.1`;
    ip('link', 'add', this.#name, 'type', 'bridge');
    withoutAddressesOfItsOwn(this.#name);
    ip('address', 'add', `${this.address}/24`, 'dev', this.#name);
    ip('link', 'set', this.#name, 'up');
  }

  machine(): Machine {
    const number = this.#namespaces.length + 2;
    const [namespace, port] = [`${this.#name}-${number}`, `${this.#name}${number}`];
    const address = `${this.#network}.${number}`;
    ip('netns', 'add', namespace);
    this.#namespaces.push(namespace);
    ip('link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
    withoutAddressesOfItsOwn(port);
    ip('link', 'set', port, 'master', this.#name, 'up');
    ip('-n', namespace, 'address', 'add', `${address}/24`, 'dev', 'eth0');
    for (const link of ['lo', 'eth0']) ip('-n', namespace, 'link', 'set', link, 'up');
    return {
      address,
      within: ['ip', 'netns', 'exec', namespace],
      vanish: () => void ip('link', 'set', port, 'nomaster'),
      comeBack: () => void ip('link', 'set', port, 'master', this.#name),
    };
  }

  remove(): void {
    for (const namespace of this.#namespaces) ip('netns', 'delete', namespace);
    ip('link', 'delete', this.#name);
  }
}

/** Whether this process may make machines. */
export const hasLan = (() => {
  const name = drawName();
  return works('netns', 'add', name) && works('netns', 'delete', name);
})();
