/** The event loop's end of the journal's thread: starts it, asks it, notices its death. */
import { Worker } from 'node:worker_threads';
import { JournalFailure } from '../journal.ts';
import type { Acknowledged, SqliteStore } from './sqliteStore.ts';
import type { Method, WorkerData } from './sqliteWorker.ts';

export type Question<M extends Method> = [method: M, ...Parameters<SqliteStore[M]>];
export type Answer<M extends Method> = ReturnType<SqliteStore[M]>;

interface Waiting {
  resolve: (answer: never) => void;
  reject: (failure: JournalFailure) => void;
}

export class SqliteThread {
  readonly #worker: Worker;
  /** Answers come in the order of the questions; the first one is to whether the database opens. */
  readonly #waiting: Waiting[] = [];
  /** Resolves with why the thread ended. It never rejects. */
  readonly ended: Promise<JournalFailure>;
  #failure: JournalFailure | null = null;

  private constructor(data: WorkerData) {
    this.#worker = startWorker(data);
    this.#worker.on('message', (answer) => this.#waiting.shift()?.resolve(answer as never));
    this.#worker.on('error', (cause) => {
      this.#failure = new JournalFailure(cause.message, { cause });
    });
    // Whatever it answered before its end has arrived by now: what still waits was not answered.
    this.ended = new Promise((resolve) =>
      this.#worker.on('exit', (code) => {
        const failure = this.#failure ?? new JournalFailure(`The journal's thread has ended (${code}).`);
        this.#failure = failure;
        for (const { reject } of this.#waiting.splice(0)) reject(failure);
        resolve(failure);
      }),
    );
  }

  /** @throws JournalFailure where the database does not open, or lacks something that was acknowledged */
  static async start(dataDir: string, acknowledged: Acknowledged): Promise<SqliteThread> {
    const thread = new SqliteThread({ dataDir, acknowledged });
    await new Promise((resolve, reject) => thread.#waiting.push({ resolve, reject }));
    return thread;
  }

  /** @throws JournalFailure if the thread ends before it answers */
  ask<M extends Method>(...question: Question<M>): Promise<Answer<M>> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(question);
    });
  }
}

/** Built, the thread's code lies beside this one's; from source it is TypeScript, which tsx must make readable first. */
function startWorker(workerData: WorkerData): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./worker.js', import.meta.url), { workerData });
  const source = new URL('./sqliteWorker.ts', import.meta.url);
  const readable = `import('tsx/esm/api').then(({ tsImport }) => tsImport('${source}', '${source}'))`;
  return new Worker(readable, { eval: true, workerData });
}
