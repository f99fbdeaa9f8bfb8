/**
 * Runs every check and every test that a person runs, with what they need brought up first.
 * Ends with one line, added up from the runners' own reports; exits 1 on any failure.
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
}

const reports = mkdtempSync(join(tmpdir(), 'sofra-reports-'));

async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  console.log(`\n> ${command} ${args.join(' ')}`);
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  return code === 0;
}

/** A runner that ends badly without a report has failed as a whole. */
function counted(isFine: boolean, file: string, read: (report: never) => Count): Count {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const count = read(JSON.parse(readFileSync(file, 'utf8')) as never);
  return !isFine && count.failed === 0 ? { ...count, failed: 1 } : count;
}

async function check(command: string, args: string[]): Promise<Count> {
  return (await run(command, args))
    ? { passed: 1, failed: 0, skipped: 0 }
    : { passed: 0, failed: 1, skipped: 0 };
}

/** @param projects names of vite.config.ts */
async function vitest(...projects: string[]): Promise<Count> {
  const file = join(reports, `vitest-${projects.join('-')}.json`);
  const isFine = await run('npx', [
    'vitest',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  return counted(isFine, file, (report: VitestReport) => ({
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.testResults.filter(
        ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
      ).length,
    skipped: report.numPendingTests + report.numTodoTests,
  }));
}

async function playwright(): Promise<Count> {
  const file = join(reports, 'playwright.json');
  const args = [
    'playwright',
    'test',
    '--config',
    'tests/browser/playwright.config.ts',
    '--reporter=list,json',
  ];
  const isFine = await run('npx', args, { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  return counted(isFine, file, ({ stats }: PlaywrightReport) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

installMissing();
const counts = [
  await check('npx', ['biome', 'check', '.']),
  await check('npx', ['svelte-check', '--tsgo', '--threshold', 'warning']),
  await check('npx', ['tsx', 'tools/build.ts', '--if-stale']),
  ...(await Promise.all([
    vitest('rules', 'unit', 'real'),
    vitest('access-http-tools'),
    vitest('fail-overs'),
  ])),
  await playwright(),
];
rmSync(reports, { recursive: true });

const total = (key: keyof Count): number => counts.reduce((sum, count) => sum + count[key], 0);
process.exitCode = total('failed') === 0 ? 0 : 1;
console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
