/**
 * Who follows which stream in this process. Hands every follower each entry once, in order: first what is there,
 * then what comes. Never skips a position: where one is missing, it reads again.
 */
import type { Entry, Journal, StopFollowing } from './journal.ts';

type Hear = (entries: readonly Entry[]) => void;

interface Follower {
  heard: number;
  /** False while it catches up: what comes meanwhile is read, not told. */
  live: boolean;
  hear: Hear;
}

interface Followed {
  stream: string;
  followers: Set<Follower>;
  /** The last position that was told, to tell whether one who catches up has caught up. */
  told: number;
}

export class Followers {
  readonly #streams = new Map<string, Followed>();
  readonly #read: Journal['read'];

  constructor(read: Journal['read']) {
    this.#read = read;
  }

  async follow(stream: string, after: number, hear: Hear): Promise<StopFollowing> {
    const followed = this.#streams.get(stream) ?? { stream, followers: new Set(), told: 0 };
    const follower: Follower = { heard: after, live: false, hear };
    followed.followers.add(follower);
    this.#streams.set(stream, followed);
    const stop = () => {
      followed.followers.delete(follower);
      if (followed.followers.size === 0 && this.#streams.get(stream) === followed)
        this.#streams.delete(stream);
    };
    try {
      await this.#catchUp(followed, follower);
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  }

  /** Which are followed. */
  get streams(): string[] {
    return [...this.#streams.keys()];
  }

  has(stream: string): boolean {
    return this.#streams.has(stream);
  }

  /** Tells what has become durable. Resolves once every follower that had caught up has heard it. */
  async tell(stream: string, entries: readonly Entry[]): Promise<void> {
    const followed = this.#streams.get(stream);
    const [first, last] = [entries[0], entries.at(-1)];
    if (!followed || !first || !last) return;
    followed.told = Math.max(followed.told, last.position);
    for (const follower of followed.followers) {
      if (!follower.live) continue;
      if (first.position <= follower.heard + 1) hand(follower, entries);
      else await this.#catchUp(followed, follower);
    }
  }

  /** What there is up to `position` will not be told any more: who is behind reads it. */
  async reach(stream: string, position: number): Promise<void> {
    const followed = this.#streams.get(stream);
    if (!followed) return;
    followed.told = Math.max(followed.told, position);
    for (const follower of followed.followers) {
      if (follower.live && follower.heard < position) await this.#catchUp(followed, follower);
    }
  }

  async #catchUp(followed: Followed, follower: Follower): Promise<void> {
    follower.live = false;
    try {
      do {
        for await (const entries of this.#read(followed.stream, follower.heard)) {
          if (!followed.followers.has(follower)) return;
          hand(follower, entries);
        }
      } while (follower.heard < followed.told);
    } finally {
      // Where reading fails, the next that is told shows that positions are missing, and is the next try.
      follower.live = true;
    }
  }
}

function hand(follower: Follower, entries: readonly Entry[]): void {
  const last = entries.at(-1);
  if (!last || last.position <= follower.heard) return;
  const news =
    entries[0]?.position === follower.heard + 1
      ? entries
      : entries.filter((entry) => entry.position > follower.heard);
  follower.heard = last.position;
  follower.hear(news);
}
