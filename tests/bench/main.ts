/**
 * Measures Sofra against reference servers: `npm run bench -- [--quick] [--only NAME] [--json FILE] [--strict]`.
 * docs/benchmarks.md says what is measured and how.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { freePort } from '../../tools/serverProcess.ts';
import type { Bench, Scenario } from './bench.ts';
import { pinning } from './cores.ts';
import type { CrowdProcess } from './load/crowdProcess.ts';
import { remote } from './load/remote.ts';
import type { StageProcess } from './load/stageProcess.ts';
import type { Metrics } from './metric.ts';
import { air } from './scenarios/air.ts';
import { memory } from './scenarios/memory.ts';
import { questions } from './scenarios/questions.ts';
import { reload } from './scenarios/reload.ts';
import { votes } from './scenarios/votes.ts';
import { table } from './table.ts';

const SCENARIOS: Record<string, Scenario> = { votes, memory, air, questions, reload };
const FIRST_PORT = 3_180;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: Object.keys(SCENARIOS) },
    json: { type: 'string' },
    strict: { type: 'boolean', default: false },
  },
});
const unknown = options.only.filter((name) => !(name in SCENARIOS));
if (unknown.length > 0) {
  console.error(`No scenario ${unknown.join(', ')}. There are: ${Object.keys(SCENARIOS).join(', ')}.`);
  process.exit(1);
}

spawnSync(process.execPath, ['--import', 'tsx', 'tools/build.ts', '--if-stale'], { stdio: 'inherit' });

const startedAt = Date.now();
const seconds = () => `${Math.round((Date.now() - startedAt) / 1_000)} s`;
let port = FIRST_PORT;
process.once('SIGINT', () => process.exit(130));
const bench: Bench = {
  quick: options.quick,
  crowd: remote<CrowdProcess>('crowdProcess.ts'),
  stage: remote<StageProcess>('stageProcess.ts'),
  async nextPort() {
    port = (await freePort(port)) + 1;
    return port - 1;
  },
  say: (line) => console.log(`${seconds().padStart(6)}  ${line}`),
};

console.log(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}; ${pinning}`);
const metrics: Metrics = {};
for (const name of options.only) Object.assign(metrics, await SCENARIOS[name]?.(bench));
bench.crowd.end();
bench.stage.end();

console.log(`\n${table(metrics)}\n`);
if (options.json) writeFileSync(options.json, `${JSON.stringify({ metrics }, null, 2)}\n`);
const missed = Object.keys(metrics).filter((name) => !metrics[name]?.ok);
if (missed.length > 0) console.log(`Missed: ${missed.join(', ')}.`);
if (options.strict && missed.length > 0) process.exitCode = 1;
