/** The rooms of this node: loaded when somebody enters, dropped when nobody has been there for a while. */
import type { Journal } from '../journal/journal.ts';
import { Room, type RoomHooks } from './room.ts';

const IDLE_CHECK_MS = 60_000;

interface RoomsOptions extends RoomHooks {
  journal: Journal;
  now?: () => number;
}

export class Rooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, Promise<Room>>();
  readonly #unused = new Set<string>();
  readonly #sweep: NodeJS.Timeout;

  constructor(options: RoomsOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => void this.#evict(), IDLE_CHECK_MS).unref();
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** The room of a debate that exists. */
  open(debateId: string): Promise<Room> {
    this.#unused.delete(debateId);
    let room = this.#rooms.get(debateId);
    if (!room) {
      const loading = this.#load(debateId);
      this.#rooms.set(debateId, loading);
      loading.catch(() => this.#rooms.get(debateId) === loading && this.#rooms.delete(debateId));
      room = loading;
    }
    return room;
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    const rooms = await Promise.allSettled(this.#rooms.values());
    for (const room of rooms) if (room.status === 'fulfilled') room.value.close();
    this.#rooms.clear();
  }

  #load(debateId: string): Promise<Room> {
    const { journal, now, ...hooks } = this.#options;
    const drop = (room: Room, error: unknown) => {
      this.#rooms.delete(debateId);
      room.close();
      hooks.onFailure?.(room, error);
    };
    return Room.load(debateId, journal, { ...hooks, onFailure: drop }, now);
  }

  /** Drops the rooms that were idle at the last look and still are. */
  async #evict(): Promise<void> {
    for (const [debateId, loading] of this.#rooms) {
      const room = await loading.catch(() => undefined);
      if (!room?.isIdle) continue;
      if (this.#unused.delete(debateId)) {
        this.#rooms.delete(debateId);
        room.close();
      } else this.#unused.add(debateId);
    }
  }
}
