import { defineConfig } from '@playwright/test';
import { CHROMIUM } from '../../tools/chromium.ts';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 1,
  timeout: 60_000,
  /** A count may take ten seconds to every phone. */
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: { launchOptions: CHROMIUM },
});
