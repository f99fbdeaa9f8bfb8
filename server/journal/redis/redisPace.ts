/**
 * How often this node commits. All nodes together append about once in `leastMs`: where several write, each lets more
 * come along, so that Redis is asked no more often because there are more nodes.
 */

/** A node that has appended nothing for so long does not count. */
const WRITES_NO_MORE_MS = 1_000;
/** However many nodes write, nobody waits longer for company than so many times `leastMs`. */
const MOST_TURNS = 5;
/** So many entries in a commit are worth the asking: the next need not wait for more. */
const ENOUGH = 100;

export class RedisPace {
  readonly #leastMs: number;
  /** When each node was last heard. */
  readonly #heard = new Map<string, number>();

  constructor(leastMs: number) {
    this.#leastMs = leastMs;
  }

  hear(node: string): void {
    this.#heard.set(node, performance.now());
  }

  /** From the start of one commit to the start of the next while few come, in milliseconds. */
  get ms(): number {
    const since = performance.now() - WRITES_NO_MORE_MS;
    for (const [node, at] of this.#heard) if (at < since) this.#heard.delete(node);
    return this.#leastMs * Math.min(MOST_TURNS, Math.max(1, this.#heard.size));
  }

  /** From the start of a commit of so many entries. */
  after(entries: number): number {
    return entries < ENOUGH ? this.ms : this.#leastMs;
  }
}
