/** A disk that reports an error when it is told to flush. Needs a C compiler for the library that plays it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryDirectory } from './temporaryDirectory.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const canCompile = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;

test.runIf(canCompile)(
  '[J14] what could not be flushed is not acknowledged, and the journal opens anew',
  () => {
    const directory = temporaryDirectory();
    const library = join(directory, 'failingSync.so');
    execFileSync('cc', ['-shared', '-fPIC', '-o', library, here('./failingSync.c'), '-ldl']);
    const printed = execFileSync(process.execPath, ['--import', 'tsx', here('./failingSyncChild.ts')], {
      env: {
        ...process.env,
        LD_PRELOAD: library,
        FAIL_SYNC: join(directory, 'fail'),
        DATA_DIR: join(directory, 'data'),
      },
      encoding: 'utf8',
    });
    const seen = JSON.parse(printed);
    expect(seen).toMatchObject({
      before: 1,
      during: 'Unconfirmed',
      afterwards: 'JournalFailure',
      broken: null,
      heardThen: true,
    });
    expect(seen.failures[0]).toMatch(/^The journal cannot commit: disk I\/O error \(SQLITE_IOERR_/);
    // Whether the entry in between was kept, nobody could know; but all screens agree.
    expect([3, 4]).toContain(seen.again);
    expect(seen.read).toEqual(Array.from({ length: seen.again }, (_, index) => index + 1));
    expect(seen.heard).toEqual(seen.read);
  },
);
