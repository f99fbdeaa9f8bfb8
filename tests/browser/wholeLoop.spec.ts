/** The whole loop as people live it: three phones in three languages, the console, the overlay, a restart in the middle. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import en from '../../client/i18n/audience/en.json' with { type: 'json' };
import sq from '../../client/i18n/audience/sq.json' with { type: 'json' };
import srCyrl from '../../client/i18n/audience/sr-Cyrl.json' with { type: 'json' };
import desk from '../../client/i18n/moderator/en.json' with { type: 'json' };
import type { CreatedDebate } from '../../shared/api.ts';
import { freePort, ServerProcess } from '../../tools/serverProcess.ts';

const ALBANIAN = 'Kur do të ketë autobus edhe pas orës 21?';
const SERBIAN = 'Ко одржава расвету на мосту?';
const ENGLISH = 'Who decides which street is repaired first?';

let server: ServerProcess;
let debate: CreatedDebate;
const dataDir = mkdtempSync(join(tmpdir(), 'sofra-loop-'));

test.beforeAll(async () => {
  server = new ServerProcess({ port: await freePort(4200), dataDir, env: { LOG_LEVEL: 'warn' } });
  await server.start();
  const answer = await fetch(`${server.url}/api/debates`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Ibar · Ibër', series: 'Mitrovica Social Club' }),
  });
  debate = (await answer.json()) as CreatedDebate;
});
test.afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

class Phone {
  readonly page: Page;
  readonly words: typeof en;

  private constructor(page: Page, words: typeof en) {
    this.page = page;
    this.words = words;
  }

  static async join(browser: Browser, locale: string, words: typeof en): Promise<Phone> {
    const context = await browser.newContext({ locale, viewport: { width: 360, height: 640 } });
    const phone = new Phone(await context.newPage(), words);
    await phone.page.goto(debate.links.audience);
    return phone;
  }

  async ask(text: string): Promise<void> {
    await this.page.getByRole('button', { name: this.words['ask.open'], exact: true }).click();
    await this.page.getByRole('textbox').first().fill(text);
    await this.page.getByRole('button', { name: this.words['ask.send'], exact: true }).click();
    await expect(this.page.getByText(this.words['notice.waiting'])).toBeVisible();
  }

  question(text: string) {
    return this.page.getByRole('listitem').filter({ hasText: text });
  }

  upvoteOf(text: string) {
    return this.question(text).getByRole('button', { name: this.words['question.upvote'] });
  }

  onAir() {
    return this.page.locator('section').filter({ hasText: this.words['air.now'] });
  }
}

/** The console lets no click land on a row that has just slid under the pointer: one looks and clicks again. */
async function press(button: Locator, sign: Locator, state: 'visible' | 'hidden'): Promise<void> {
  await expect(async () => {
    if (await button.isVisible()) await button.click({ timeout: 1_000 });
    await sign.waitFor({ state, timeout: 1_000 });
  }).toPass();
}

test('[W1] a question goes from a phone to air in three languages, through a restart, and everybody sees the same', async ({
  browser,
}) => {
  const arta = await Phone.join(browser, 'sq', sq);
  const vera = await Phone.join(browser, 'sr-Cyrl', srCyrl);
  const emma = await Phone.join(browser, 'en', en);
  const phones = [arta, vera, emma];

  const console = await (
    await browser.newContext({ locale: 'en', viewport: { width: 1440, height: 900 } })
  ).newPage();
  await console.goto(debate.links.moderator);
  const overlay = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  await overlay.goto(debate.links.overlay);

  await arta.ask(ALBANIAN);
  await vera.ask(SERBIAN);
  await emma.ask(ENGLISH);
  const row = (text: string) => console.getByRole('listitem').filter({ hasText: text });
  for (const text of [ALBANIAN, SERBIAN, ENGLISH]) await expect(row(text)).toBeVisible();
  await expect(arta.question(SERBIAN)).toHaveCount(0);

  for (const text of [ALBANIAN, SERBIAN]) {
    await press(row(text).getByRole('button', { name: desk['act.approve'] }), row(text), 'hidden');
  }
  const dialog = console.getByRole('dialog');
  await press(row(ENGLISH).getByRole('button', { name: desk['act.decline'] }), dialog, 'visible');
  await dialog.getByRole('button', { name: desk['reason.duplicate'] }).click();
  await expect(emma.page.getByText(en['notice.declined'])).toBeVisible();

  for (const phone of phones) {
    await phone.page.getByRole('button', { name: phone.words['list.wanted'] }).click();
    await phone.upvoteOf(SERBIAN).click();
  }
  for (const phone of phones) await expect(phone.upvoteOf(SERBIAN)).toContainText('3');
  await arta.upvoteOf(SERBIAN).click();
  for (const phone of phones) await expect(phone.upvoteOf(SERBIAN)).toContainText('2');

  await console.getByRole('button', { name: desk['tab.approved'] }).click();
  await press(
    row(SERBIAN).getByRole('button', { name: desk['act.take'], exact: true }),
    overlay.getByText(SERBIAN),
    'visible',
  );
  for (const phone of phones) await expect(phone.onAir()).toContainText(SERBIAN);

  await server.stop('SIGKILL');
  await vera.upvoteOf(ALBANIAN).click();
  await expect(overlay.getByText(SERBIAN)).toBeVisible();
  await server.start();
  for (const phone of phones) await expect(phone.upvoteOf(ALBANIAN)).toContainText('1');
  for (const phone of phones) await expect(phone.upvoteOf(SERBIAN)).toContainText('2');
  await expect(vera.upvoteOf(SERBIAN)).toHaveAttribute('aria-pressed', 'true');
  await expect(arta.upvoteOf(SERBIAN)).toHaveAttribute('aria-pressed', 'false');

  await arta.page.reload();
  await expect(arta.onAir()).toContainText(SERBIAN);
  await expect(arta.upvoteOf(SERBIAN)).toHaveAttribute('aria-pressed', 'false');

  await console.getByRole('button', { name: desk['act.clear'] }).click();
  await expect(overlay.getByText(SERBIAN)).toBeHidden();
  for (const phone of phones) await expect(phone.page.getByText(phone.words['air.none'])).toBeVisible();
});
