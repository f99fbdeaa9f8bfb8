/**
 * Measures Sofra against reference servers:
 * `npm run bench -- [--quick] [--only NAME]... [--json FILE] [--docs] [--strict]`.
 * docs/benchmarks.md says what is measured and how.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { freePort } from '../../tools/serverProcess.ts';
import type { Bench, Scenario } from './bench.ts';
import type { CrowdProcess } from './load/crowdProcess.ts';
import { remote } from './load/remote.ts';
import type { StageProcess } from './load/stageProcess.ts';
import { openFilesAllowed } from './openFiles.ts';
import { watchOthers } from './processUse.ts';
import { aboutOthers, machine, type Report } from './report.ts';
import { air } from './scenarios/air.ts';
import { bytes } from './scenarios/bytes.ts';
import { flat } from './scenarios/flat.ts';
import { memory } from './scenarios/memory.ts';
import { nodes } from './scenarios/nodes.ts';
import { reload } from './scenarios/reload.ts';
import { tally } from './scenarios/tally.ts';
import { votes } from './scenarios/votes.ts';
import { percent } from './sentence.ts';
import { table } from './table.ts';
import { writeDocs } from './writeDocs.ts';

const SCENARIOS: Record<string, Scenario> = { votes, tally, air, memory, nodes, flat, reload, bytes };
/** Skipped with --quick, unless asked for by name. */
const LONG = ['tally', 'memory', 'flat'];
const FIRST_PORT = 4_100;
/** The generator's connections: 5,000 phones on each of three servers. */
const OPEN_FILES = 15_500;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    docs: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
  },
});
const unknown = options.only.filter((name) => !(name in SCENARIOS));
if (unknown.length > 0) {
  console.error(`No scenario ${unknown.join(', ')}. There are: ${Object.keys(SCENARIOS).join(', ')}.`);
  process.exit(1);
}
const skipped = options.quick && options.only.length === 0 ? LONG : [];
const chosen =
  options.only.length > 0 ? options.only : Object.keys(SCENARIOS).filter((name) => !skipped.includes(name));
if (openFilesAllowed() < OPEN_FILES) {
  console.error(
    `One process may open ${openFilesAllowed()} files here, and so many phones need ${OPEN_FILES}: ` +
      `ulimit -Hn ${OPEN_FILES} (as root), then again.`,
  );
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

console.log(machine);
const report: Report = { machine, quick: options.quick, metrics: {}, load: {}, others: 0 };
const others = watchOthers();
for (const name of skipped) bench.say(`${name}: SKIPPED with --quick`);
for (const name of chosen) {
  await bench.crowd.busy();
  Object.assign(report.metrics, await SCENARIOS[name]?.(bench));
  const busy = await bench.crowd.busy();
  report.load[name] = busy;
  bench.say(
    `${name}: the load generator used ${percent(busy.mean)} of its core, ${percent(busy.most)} in its busiest run`,
  );
}
await Promise.all([bench.crowd.end(), bench.stage.end()]);
report.others = others();

console.log(`\n${table(report.metrics)}\n\n${aboutOthers(report)}`);
if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
if (options.docs) writeDocs(report);
const missed = Object.keys(report.metrics).filter((name) => !report.metrics[name]?.ok);
if (missed.length > 0) console.log(`Missed: ${missed.join(', ')}.`);
if (options.strict && missed.length > 0) process.exitCode = 1;
