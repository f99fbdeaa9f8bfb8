/**
 * Runs every check and every test that a person runs, with what they need brought up first.
 * Ends with what failed and one line, added up from the runners' own reports; exits 1 on any failure.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installMissing } from './installMissing.ts';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
  /** Each of what failed, to be read at the end of a long output. */
  failures: string[];
}

const reports = mkdtempSync(join(tmpdir(), 'sofra-reports-'));

async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  console.log(`\n> ${command} ${args.join(' ')}`);
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  return code === 0;
}

/** A runner that ends badly without a report has failed as a whole. */
function counted(runner: string, isFine: boolean, file: string, read: (report: never) => Count): Count {
  if (!existsSync(file)) return failedAsAWhole(runner);
  const count = read(JSON.parse(readFileSync(file, 'utf8')) as never);
  return !isFine && count.failed === 0 ? { ...count, failed: 1, failures: [`${runner} ended badly`] } : count;
}

const failedAsAWhole = (what: string): Count => ({ passed: 0, failed: 1, skipped: 0, failures: [what] });

async function check(command: string, args: string[]): Promise<Count> {
  return (await run(command, args))
    ? { passed: 1, failed: 0, skipped: 0, failures: [] }
    : failedAsAWhole([command, ...args].join(' '));
}

/** @param projects names of vite.config.ts */
async function vitest(...projects: string[]): Promise<Count> {
  const runner = `vitest ${projects.join(' ')}`;
  const file = join(reports, `vitest-${projects.join('-')}.json`);
  const isFine = await run('npx', [
    'vitest',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  return counted(runner, isFine, file, ({ testResults, ...report }: VitestReport) => {
    const brokenFiles = testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    );
    const failedTests = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed');
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + brokenFiles.length,
      skipped: report.numPendingTests + report.numTodoTests,
      failures: [
        ...brokenFiles.map(({ name, message }) => `${name}\n${message}`),
        ...failedTests.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages.join('\n')}`),
      ],
    };
  });
}

/** @param project a name of playwright.config.ts */
async function playwright(project: string): Promise<Count> {
  const runner = `playwright ${project}`;
  const file = join(reports, `playwright-${project}.json`);
  const config = 'tests/browser/playwright.config.ts';
  const args = ['playwright', 'test', '--config', config, '--project', project, '--reporter=list,json'];
  const isFine = await run('npx', args, { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  return counted(runner, isFine, file, ({ stats, suites }: PlaywrightReport) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: suites.flatMap(({ specs }) => specs.filter(({ ok }) => !ok).map(({ title }) => title)),
  }));
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites: { specs: { ok: boolean; title: string }[] }[];
}

installMissing();
const counts = [
  await check('npx', ['biome', 'check', '.']),
  await check('npx', ['svelte-check', '--tsgo', '--threshold', 'warning']),
  await check('npx', ['tsx', 'tools/build.ts', '--if-stale']),
  ...(await Promise.all([vitest('rules', 'unit', 'real'), vitest('nodes'), vitest('tools')])),
  await playwright('machines'),
  await playwright('screens'),
];
rmSync(reports, { recursive: true });

for (const failure of counts.flatMap(({ failures }) => failures)) console.log(`\nFAILED ${failure}`);
const total = (key: 'passed' | 'failed' | 'skipped'): number =>
  counts.reduce((sum, count) => sum + count[key], 0);
process.exitCode = total('failed') === 0 ? 0 : 1;
console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
