/** `npm run screenshots`: the pictures of the README, taken of the real screens of the demo's debate. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import type { DebateDetail } from '../shared/api.ts';
import type { Language } from '../shared/languages.ts';
import { CHROMIUM } from './chromium.ts';
import { type DemoDebate, startDemoDebate } from './demo/demoDebate.ts';
import { freePort, ServerProcess } from './serverProcess.ts';

const OUT = 'docs/screens';
const PUBLIC_HOST = 'sofra.example';
/** Until votes have rolled for a while. */
const WARM_UP_MS = 12_000;
const SETTLE_MS = 2_000;

interface Shot {
  name: string;
  address: string;
  width: number;
  height: number;
  language: Language;
  scheme?: 'light' | 'dark';
  /** Opened first, as the one-time link of the studio. */
  first?: string;
}

function shotsOf({ created }: DemoDebate, signInLink: string): Shot[] {
  const { origin } = new URL(signInLink);
  const { id, links } = created;
  return [
    { name: 'audience', address: links.audience, width: 360, height: 640, language: 'sq' },
    { name: 'moderator', address: links.moderator, width: 1440, height: 900, language: 'en' },
    { name: 'host', address: links.host, width: 1024, height: 768, language: 'sr-Cyrl', scheme: 'dark' },
    {
      name: 'overlay',
      address: links.overlay.replace('#', '?background=studio#'),
      width: 1920,
      height: 1080,
      language: 'en',
    },
    {
      name: 'studio',
      address: `${origin}/studio/debates/${id}`,
      first: signInLink,
      width: 1024,
      height: 768,
      language: 'sr-Latn',
    },
    { name: 'poster', address: `${origin}/studio/poster/${id}`, width: 860, height: 1400, language: 'en' },
  ];
}

/** A picture of nothing on air would say little. */
async function somethingOnAir({ url, apiToken }: ServerProcess, { created }: DemoDebate): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/api/debates/${created.id}`, {
      headers: { authorization: `Bearer ${apiToken}` },
    });
    if (((await answer.json()) as DebateDetail).onAir) return;
    await new Promise((done) => setTimeout(done, SETTLE_MS / 10));
  }
}

async function take(
  browser: Browser,
  storageState: string,
  shot: Shot,
  ready: () => Promise<void>,
): Promise<void> {
  const { name, address, width, height, language, scheme = 'light', first } = shot;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    ...(name === 'poster' && { storageState }),
  });
  await context.addInitScript((tag) => localStorage.setItem('sofra.language', tag), language);
  const page = await context.newPage();
  if (first) {
    const signedIn = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.goto(first);
    await signedIn;
    await context.storageState({ path: storageState });
  }
  await page.goto(address);
  await page.waitForTimeout(SETTLE_MS);
  await ready();
  await page.waitForTimeout(SETTLE_MS / 2);
  await page.screenshot({ path: join(OUT, `${name}.png`) });
  await context.close();
}

mkdirSync(OUT, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'sofra-screens-'));
const port = await freePort(3300);
const env = { LOG_LEVEL: 'warn', PUBLIC_URL: `http://${PUBLIC_HOST}` };
const server = new ServerProcess({ port, dataDir, env });
await server.start();
const debate = await startDemoDebate(server);
const browser = await chromium.launch({
  ...CHROMIUM,
  args: [...CHROMIUM.args, `--host-resolver-rules=MAP ${PUBLIC_HOST} 127.0.0.1:${port}`],
});
try {
  await new Promise((done) => setTimeout(done, WARM_UP_MS));
  for (const shot of shotsOf(debate, String(server.signInLink))) {
    await take(browser, join(dataDir, 'session.json'), shot, () => somethingOnAir(server, debate));
  }
} finally {
  await browser.close();
  debate.stop();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
