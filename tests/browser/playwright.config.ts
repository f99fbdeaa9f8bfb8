import { defineConfig } from '@playwright/test';
import { CHROMIUM } from '../../tools/chromium.ts';

const MACHINES = 'machineAway.spec.ts';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  /** Much of a test is waiting. */
  workers: 2,
  timeout: 60_000,
  /** A count may take ten seconds to every phone. */
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: { launchOptions: CHROMIUM },
  /** Run one after the other: where links come and go, every browser on this machine starts anew. */
  projects: [
    { name: 'machines', testMatch: MACHINES },
    { name: 'screens', testIgnore: MACHINES },
  ],
});
