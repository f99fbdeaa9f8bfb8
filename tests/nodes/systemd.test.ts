import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const UNIT = 'docs/deploy/sofra@.service';
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const unless = hasSystemd ? '' : ' (skipped: there is no systemd-analyze)';

test.skipIf(!hasSystemd)(`[N7] systemd takes the unit of docs/deploy as it is written${unless}`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'sofra-unit-'));
  try {
    const text = readFileSync(UNIT, 'utf8');
    expect(text).toContain('/usr/bin/node ');
    const unit = join(directory, 'sofra@3001.service');
    writeFileSync(unit, text.replace('/usr/bin/node ', `${process.execPath} `));
    const said = execFileSync('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', unit], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(said).toBe('');
    writeFileSync(unit, text.replace('Restart=always', 'Restart=allways'));
    const wrong = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
    expect(wrong.stderr).toContain('allways');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test('[N7] the unit starts what `npm start` starts', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  expect(readFileSync(UNIT, 'utf8')).toContain(`ExecStart=/usr/bin/${scripts.start}\n`);
});
