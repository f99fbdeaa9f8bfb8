/** The journal's thread: does what it is told, in order. It ends with the first error, so that nothing half-done stays. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { JournalFailure } from '../journal.ts';
import { type Acknowledged, SqliteStore } from './sqliteStore.ts';

export interface WorkerData {
  dataDir: string;
  acknowledged: Acknowledged;
}

/** What the thread may be asked to do: a method of the store and its arguments. Answers come in the same order. */
export type Method = 'commit' | 'read' | 'head' | 'verify' | 'close';

const { dataDir, acknowledged } = workerData as WorkerData;
const store = new SqliteStore(dataDir, acknowledged);

parentPort?.on('message', ([method, ...args]: [Method, ...unknown[]]) => {
  parentPort?.postMessage(perform(method, args));
  if (method === 'close') parentPort?.close();
});
parentPort?.postMessage('open');

function perform(method: Method, args: unknown[]): unknown {
  try {
    return Reflect.apply(store[method], store, args);
  } catch (cause) {
    store.close();
    // An error of SQLite would lose its message on the way out of the thread.
    throw cause instanceof Database.SqliteError
      ? new JournalFailure(`The journal cannot ${method}: ${cause.message} (${cause.code}).`)
      : cause;
  }
}
