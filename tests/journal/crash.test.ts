/** `kill -9` in a storm of appends. The long run: `CRASHES=60 npx vitest run --project real tests/journal/crash` */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { positions, readAll } from './records.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const CRASHES = Number(process.env.CRASHES ?? 6);
const child = fileURLToPath(new URL('./stormingChild.ts', import.meta.url));

/** Kills the child when it has acknowledged a number of entries that differs from run to run. */
async function stormAndKill(directory: string, run: number): Promise<string[]> {
  const storm = spawn(process.execPath, ['--import', 'tsx', child, directory, `${run}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const enough = 20_000 + ((run * 7_919) % 60_000);
  let printed = '';
  for await (const chunk of storm.stdout) {
    printed += chunk;
    if (printed.length > enough) storm.kill('SIGKILL');
  }
  if (storm.exitCode === null && storm.signalCode === null) await once(storm, 'exit');
  expect(storm.signalCode).toBe('SIGKILL');
  return printed.split('\n').slice(0, -1);
}

test(
  `[J9] every acknowledged entry survives kill -9, exactly once (${CRASHES} times)`,
  async () => {
    const directory = temporaryDirectory();
    const acknowledged: string[] = [];
    for (let run = 1; run <= CRASHES; run += 1) {
      acknowledged.push(...(await stormAndKill(directory, run)));
      const journal = await SqliteJournal.open(directory);
      const kept = new Set<string>();
      for (const stream of ['stream-0', 'stream-1', 'stream-2']) {
        const entries = await readAll(journal, stream);
        expect(entries.map(({ position }) => position)).toEqual(positions(entries.length));
        expect(entries.length % 2).toBe(0);
        const ids = entries.map(({ event }) => (event as { id?: string }).id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { position, event } of entries)
          kept.add(`${stream} ${position} ${(event as { id?: string }).id}`);
        expect(await journal.verify(stream)).toMatchObject({ position: entries.length, broken: null });
      }
      expect(acknowledged.filter((entry) => !kept.has(entry))).toEqual([]);
      await journal.close();
    }
    console.log(`${CRASHES} kills, ${acknowledged.length} entries acknowledged, none lost, none doubled`);
  },
  CRASHES * 30_000,
);
