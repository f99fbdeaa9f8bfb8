/** The journal's thread: does what it is told, in order, and ends with the first error, so that nothing half-done stays. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Acknowledged, SqliteStore } from './sqliteStore.ts';

export interface WorkerData {
  dataDir: string;
  acknowledged: Acknowledged;
}

/** What the thread may be asked to do: a method of the store and its arguments. */
export type Method = 'commit' | 'read' | 'head' | 'verify' | 'close';

/** The first message says that the store is open; then one answer for each request, in order. */
export const OPEN = 'open';

const { dataDir, acknowledged } = workerData as WorkerData;
const store = new SqliteStore(dataDir, acknowledged);

parentPort?.on('message', ([method, ...args]: [Method, ...unknown[]]) => {
  parentPort?.postMessage(Reflect.apply(store[method], store, args));
  if (method === 'close') parentPort?.close();
});
parentPort?.postMessage(OPEN);
