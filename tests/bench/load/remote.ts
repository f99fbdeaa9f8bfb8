/** Calls from the benchmark into a child process, mostly on the load core, over Node's own channel. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LOAD_CORE, pinned } from '../cores.ts';

type Functions = Record<string, (...args: never[]) => unknown>;
type Call = { id: number; name: string; args: never[] };
type Answer = { id: number; result?: unknown; error?: string };

export type Remote<F extends Functions> = {
  [Name in keyof F]: (...args: Parameters<F[Name]>) => Promise<Awaited<ReturnType<F[Name]>>>;
} & { /** Resolves once the process is gone. */ end: () => Promise<void> };

/** In the child: answers calls by these functions. */
export function serve(functions: Functions): void {
  process.on('message', async ({ id, name, args }: Call) => {
    const answer: Answer = { id };
    try {
      answer.result = await functions[name]?.(...args);
    } catch (error) {
      answer.error = (error as Error).stack ?? String(error);
    }
    process.send?.(answer);
  });
  process.on('disconnect', () => process.exit());
}

/** In the benchmark: starts a script of this folder and calls what it serves. */
export function remote<F extends Functions>(script: string, core: number | null = LOAD_CORE): Remote<F> {
  const [command = '', ...args] = pinned(core, [
    process.execPath,
    '--import',
    'tsx',
    fileURLToPath(new URL(script, import.meta.url)),
  ]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const call = callsTo(child);
  return new Proxy({} as Remote<F>, {
    get: (_, name: string) => (name === 'end' ? () => end(child) : (...sent: never[]) => call(name, sent)),
  });
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
}

function callsTo(child: ChildProcess) {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  child.on('message', ({ id, result, error }: Answer) => {
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) caller?.resolve(result);
    else caller?.reject(new Error(error));
  });
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the load generator ended early'));
  });
  return (name: string, args: never[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      child.send({ id: lastId, name, args });
    });
}
