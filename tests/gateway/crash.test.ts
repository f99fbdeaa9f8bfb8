import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../tools/serverProcess.ts';
import { voteStorm } from '../storm/voteStorm.ts';

let dataDir = '';

beforeAll(() => {
  spawnSync(process.execPath, ['--import', 'tsx', 'tools/build.ts', '--if-stale'], { stdio: 'inherit' });
  dataDir = mkdtempSync('dist/storm-');
});
afterAll(() => rmSync(dataDir, { recursive: true }));

test('[G32] a vote that was acknowledged survives kill -9, once', async () => {
  const report = await voteStorm({
    kills: 4,
    phones: 50,
    questions: 20,
    port: await freePort(3_190),
    dataDir,
    seed: 1,
  });
  expect(report.lost).toEqual([]);
  expect(report.wrong).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(100);
});
