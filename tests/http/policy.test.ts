/** The built pages in a real browser: whatever they do, the policy they are sent with never has to stop them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { builtPages } from '../../server/http/builtPages.ts';
import { createLog } from '../../server/log.ts';
import type { CreatedDebate } from '../../shared/api.ts';
import { CHROMIUM } from '../../tools/chromium.ts';

const API_TOKEN = 'token-of-these-tests-alone';
const TEXT = 'Čujete li nas? <img src=x onerror=alert(1)> Па да.';
const QUESTION = 'question-on-air';

let dataDir: string;
let app: App;
let origin: string;
let browser: Browser;
let debate: CreatedDebate;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sofra-policy-'));
  app = await startApp({
    config: readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, API_TOKEN, DEMO: '1' }),
    log: createLog('silent'),
    pages: () => builtPages('dist/client'),
  });
  origin = `http://127.0.0.1:${app.address.port}`;
  debate = await createDebate();
  await putOnAir();
  browser = await chromium.launch(CHROMIUM);
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await rm(dataDir, { recursive: true });
});

async function createDebate(): Promise<CreatedDebate> {
  const response = await fetch(`${origin}/api/debates`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${API_TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ title: 'Puna në qytetin tonë', series: 'Sporazum' }),
  });
  return (await response.json()) as CreatedDebate;
}

/** A question that was asked, approved and taken, and one that waits. */
async function putOnAir(): Promise<void> {
  const transports = ['websocket'];
  const phone = io(`${origin}/audience`, { transports, auth: { debate: debate.code } });
  const key = debate.links.moderator.split('#')[1];
  const desk = io(`${origin}/moderator`, { transports, auth: { debate: debate.id, key } });
  const commands = [
    [phone, { type: 'askQuestion', id: QUESTION, text: TEXT, language: 'sr-Latn' }],
    [phone, { type: 'askQuestion', id: 'question-waiting', text: 'A ka punë?', language: 'sq' }],
    [desk, { type: 'approve', questionId: QUESTION }],
    [desk, { type: 'enqueue', questionId: QUESTION }],
    [desk, { type: 'take', questionId: QUESTION, expected: null }],
  ] as const;
  for (const [socket, command] of commands)
    expect(await socket.emitWithAck('command', command)).toMatchObject({ ok: true });
  phone.disconnect();
  desk.disconnect();
}

/** Every address on which people look at something, and a text that shows it is there. */
const PAGES: Record<string, [address: () => string, shown: string]> = {
  'the front page': [() => origin, ''],
  'a phone': [() => debate.links.audience, TEXT],
  'the moderator’s console': [() => debate.links.moderator, TEXT],
  'the host’s screen': [() => debate.links.host, TEXT],
  'the overlay': [() => debate.links.overlay, TEXT],
  'the studio, signed out': [() => `${origin}/studio`, ''],
  'the studio, by its one-time link': [
    () => `${origin}/studio#${app.signIn.fragment}`,
    'Puna në qytetin tonë',
  ],
  'the studio’s form': [() => `${origin}/studio/new`, ''],
  'a debate in the studio': [() => `${origin}/studio/debates/${debate.id}`, 'Puna në qytetin tonë'],
  'a poster': [() => `${origin}/studio/poster/${debate.id}`, ''],
  'a wrong address': [() => `${origin}/nowhere`, 'Këtu nuk ka asgjë'],
  'the demo': [() => `${origin}/demo`, ''],
};

interface Watched extends Page {
  violations: string[];
}

/** A page that keeps what the policy stopped, in itself and in its frames. */
async function open(address: string): Promise<Watched> {
  const [context = await browser.newContext()] = browser.contexts();
  const page = (await context.newPage()) as Watched;
  page.violations = [];
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) page.violations.push(message.text());
  });
  await page.goto(address);
  return page;
}

for (const [name, [address, shown]] of Object.entries(PAGES))
  test(`[A16] ${name} shows, and needs nothing that its policy forbids`, async () => {
    const page = await open(address());
    await page.locator('body :visible').first().waitFor();
    if (shown) await page.getByText(shown).filter({ visible: true }).first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(page.violations).toEqual([]);
    await page.close();
  });

test('[A16] what somebody smuggles into a page does not run', async () => {
  const page = await open(origin);
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "smuggled"';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="document.title = \'smuggled\'">');
  });
  await expect.poll(() => page.violations.length).toBeGreaterThanOrEqual(2);
  expect(await page.title()).not.toBe('smuggled');
  await page.close();
});
