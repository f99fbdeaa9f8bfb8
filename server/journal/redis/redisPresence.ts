/**
 * How many are where, beside the log: a hash for each debate, in it a field for each node, which its node writes anew
 * every two seconds. A node whose field stays the same is gone. Nobody's clock counts, and nothing lasts.
 */
import { randomBytes } from 'node:crypto';
import type { RedisLink } from './redisLink.ts';
import { KEY_TAG } from './redisMaster.ts';

const BEAT_MS = 2_000;
/** So many looks at a field that stays the same. */
const GONE_AFTER = 3;
const KEPT_SECONDS = 20;

interface Seen {
  field: string;
  looks: number;
}

interface Place {
  key: string;
  here: () => number;
  onChange: () => void;
  elsewhere: number;
  nodes: Map<string, Seen>;
}

export class RedisPresence {
  readonly isAlone = false;
  readonly #link: RedisLink;
  readonly #node = randomBytes(9).toString('base64url');
  readonly #places = new Set<Place>();
  readonly #timer: NodeJS.Timeout;
  readonly #onFailure: (failure: unknown) => void;
  #beat = 0;
  #failed = false;

  /** @param onFailure hears why nothing can be told, once; while Redis is away the last that is known counts */
  constructor(link: RedisLink, onFailure: (failure: unknown) => void) {
    this.#link = link;
    this.#onFailure = onFailure;
    this.#timer = setInterval(() => void this.#tell([...this.#places]), BEAT_MS).unref();
  }

  join(id: string, here: () => number, onChange: () => void): { readonly elsewhere: number; leave(): void } {
    const key = `${KEY_TAG}:present:${id}`;
    const place: Place = { key, here, onChange, elsewhere: 0, nodes: new Map() };
    this.#places.add(place);
    void this.#tell([place]);
    return {
      get elsewhere() {
        return place.elsewhere;
      },
      leave: () => {
        this.#places.delete(place);
        void this.#attempt(() => this.#link.session.asking.ask(['HDEL', key, this.#node]));
      },
    };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #tell(places: readonly Place[]): Promise<void> {
    this.#beat += 1;
    await this.#attempt(() => Promise.all(places.map((place) => this.#exchange(place))));
  }

  async #exchange(place: Place): Promise<void> {
    const { asking } = this.#link.session;
    const [flat] = await Promise.all([
      asking.ask<string[]>(['HGETALL', place.key]),
      asking.ask(['HSET', place.key, this.#node, `${place.here()} ${this.#beat}`]),
      asking.ask(['EXPIRE', place.key, String(KEPT_SECONDS)]),
    ]);
    const known = place.nodes;
    place.nodes = new Map();
    for (let index = 0; index < flat.length; index += 2) {
      const [node = '', field = ''] = flat.slice(index, index + 2);
      const seen = known.get(node);
      if (node !== this.#node)
        place.nodes.set(node, { field, looks: seen?.field === field ? seen.looks + 1 : 0 });
    }
    this.#count(place);
  }

  #count(place: Place): void {
    const present = [...place.nodes.values()].filter(({ looks }) => looks < GONE_AFTER);
    const elsewhere = present.reduce((sum, { field }) => sum + Number.parseInt(field, 10), 0);
    if (elsewhere === place.elsewhere) return;
    place.elsewhere = elsewhere;
    place.onChange();
  }

  async #attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
      this.#failed = false;
    } catch (failure) {
      if (this.#link.isUp && !this.#failed) this.#onFailure(failure);
      this.#failed = true;
    }
  }
}
