/** The journal's thread as it starts in production: bundled, and without anything that reads TypeScript. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const MAIN = `
  import { SqliteJournal } from '${root}server/journal/sqlite.ts';
  const journal = await SqliteJournal.open(process.argv[2]);
  console.log(await journal.append('a', [{ at: 1, by: 'p', event: { type: 't' } }]));
  await journal.close();
`;

test('[J17] the journal starts from the built server, too', async () => {
  const directory = mkdtempSync(join(root, 'node_modules', '.sofra-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'main.ts'), MAIN);
  await build({
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: join(directory, 'dist'),
      rolldownOptions: {
        input: { main: join(directory, 'main.ts'), worker: `${root}server/journal/sqlite/sqliteWorker.ts` },
      },
    },
  });
  const printed = execFileSync(process.execPath, [
    join(directory, 'dist', 'main.js'),
    join(directory, 'data'),
  ]);
  expect(printed.toString().trim()).toBe('1');
});
