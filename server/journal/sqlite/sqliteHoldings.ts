/** What a data directory holds. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Holdings, SealedPayloads } from '../holdings.ts';
import { SqliteStore } from './sqliteStore.ts';

export class SqliteHoldings implements Holdings {
  readonly #store: SqliteStore;
  readonly #secretFile: string;

  /** @throws JournalFailure where a server uses the directory */
  constructor(dataDir: string) {
    this.#store = new SqliteStore(dataDir, new Map());
    this.#secretFile = join(dataDir, 'secret');
  }

  async streams(): Promise<string[]> {
    return this.#store.streams();
  }

  async *sealed(stream: string): AsyncGenerator<SealedPayloads> {
    yield* this.#store.sealed(stream);
  }

  async keep(stream: string, sealed: AsyncIterable<SealedPayloads>): Promise<void> {
    for await (const payloads of sealed) this.#store.keep(stream, payloads);
  }

  async secret(): Promise<Buffer | undefined> {
    return readFile(this.#secretFile).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  }

  async keepSecret(secret: Buffer): Promise<void> {
    await writeFile(this.#secretFile, secret, { mode: 0o600, flag: 'wx', flush: true });
  }

  async close(): Promise<void> {
    this.#store.close();
  }
}
