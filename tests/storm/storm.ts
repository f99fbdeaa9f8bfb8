/** The long crash storm: `npx tsx tests/storm/storm.ts [--kills 60] [--phones 60] [--questions 20] [--seed 1]`. Exits 1 on any loss. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { freePort } from '../../tools/serverProcess.ts';
import { voteStorm } from './voteStorm.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '60' },
    phones: { type: 'string', default: '60' },
    questions: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});

spawnSync(process.execPath, ['--import', 'tsx', 'tools/build.ts', '--if-stale'], { stdio: 'inherit' });
const dataDir = mkdtempSync('dist/storm-');
const report = await voteStorm({
  kills: Number(values.kills),
  phones: Number(values.phones),
  questions: Number(values.questions),
  port: await freePort(3_190),
  dataDir,
  seed: Number(values.seed),
  say: console.log,
});
rmSync(dataDir, { recursive: true });

for (const line of [...report.lost, ...report.wrong]) console.error(line);
console.log(
  `${values.kills} x kill -9: ${report.acknowledged} votes acknowledged, ` +
    `${report.lost.length} lost, ${report.wrong.length} counts wrong`,
);
process.exit(report.lost.length + report.wrong.length > 0 ? 1 : 0);
