/** The staff home as people use it, on a plain http address of a local network: there, browsers lend the least. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import type { CreatedDebate } from '../../shared/api.ts';
import { languageTags } from '../../shared/languages.ts';
import { freePort, ServerProcess } from '../../tools/serverProcess.ts';
import config from './playwright.config.ts';

const HOST = 'sofra.test';
const launch = config.use?.launchOptions;
test.use({
  launchOptions: {
    ...launch,
    args: [...(launch?.args ?? []), `--host-resolver-rules=MAP ${HOST} 127.0.0.1`],
  },
});
test.describe.configure({ mode: 'serial' });

const TITLE = 'Qyteti ynë / Naš grad';
const FIRST_PORT = 3164;
const dataDir = mkdtempSync(join(tmpdir(), 'sofra-studio-'));

let server: ServerProcess;
let staff: BrowserContext;
let page: Page;
let signInLink: string;

const at = (path: string) => server.url.replace('localhost', HOST) + path;
const button = (name: string | RegExp) => page.getByRole('button', { name });
const link = (name: string) => page.getByRole('link', { name, exact: true });
const speak = (language: string) =>
  page.evaluate((tag) => localStorage.setItem('sofra.language', tag), language);

test.beforeAll(async ({ browser }) => {
  server = new ServerProcess({ port: await freePort(FIRST_PORT), dataDir });
  await server.start();
  signInLink = String(server.signInLink).replace('localhost', HOST);
  staff = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await staff.newPage();
});

test.afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test('[S7] without a session the studio says where the link is, and shows nothing else', async () => {
  await page.goto(at('/studio/new'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Open the studio from its link');
  await expect(page.getByText('in the terminal')).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
});

test('[S8] the one-time link signs in, and leaves no secret in the address bar or the history', async () => {
  await page.goto(signInLink);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('Set up your first debate');
  expect(page.url()).toBe(at('/studio'));
  await page.reload();
  await expect(link('New debate')).toBeVisible();
});

test('[S8] the link signs in once', async ({ browser }) => {
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(signInLink);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('This link no longer works');
  await stranger.context().close();
});

test('[S9] a debate cannot be made without a title or a language: the first field at fault has the focus', async () => {
  await link('New debate').click();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  for (const language of ['English', 'Shqip', 'Srpski', 'Српски'])
    await page.getByRole('checkbox', { name: language }).uncheck();
  await button('Make the debate').click();
  await expect(page.getByLabel('Title')).toBeFocused();
  await expect(page.getByLabel('Title')).toHaveAccessibleDescription(/Give the debate a title/);
  await page.getByLabel('Title').fill(TITLE);
  await button('Make the debate').click();
  await expect(page.getByRole('checkbox', { name: 'English' })).toBeFocused();
  await expect(page.getByText('Choose at least one language.')).toBeVisible();
});

test('[S10] showing questions unscreened is chosen with a warning', async () => {
  const warning = page.getByText('before anyone has read them');
  await expect(warning).toHaveCount(0);
  await page.getByRole('radio', { name: 'Visible at once' }).check();
  await expect(warning).toBeVisible();
  await page.getByRole('radio', { name: 'Screened first' }).check();
  await expect(warning).toHaveCount(0);
});

test('[S11] a new debate has its code, its QR code and its links', async () => {
  for (const language of ['Српски', 'English', 'Shqip'])
    await page.getByRole('checkbox', { name: language }).check();
  await page.getByLabel('Series').fill('Mitrovica Social Club');
  await button('Make the debate').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLE);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const address = await page.getByRole('textbox', { name: 'Audience' }).inputValue();
  expect(address).toMatch(new RegExp(`^http://${HOST}:\\d+/[A-Z]{6}$`));
  await expect(page.getByText(address.slice(-6), { exact: true })).toBeVisible();
  await expect(page.getByRole('img', { name: `QR code of ${address}` })).toBeVisible();
  for (const role of ['moderator', 'host', 'overlay'])
    await expect(page.getByRole('textbox', { name: role })).toHaveValue(
      new RegExp(`/${role}/[a-z0-9]{12}#[\\w-]{22,}$`),
    );
});

test('[S12] links are copied where the browser lends no clipboard, and selected whole on focus', async () => {
  expect(await page.evaluate(() => navigator.clipboard)).toBeUndefined();
  const field = page.getByRole('textbox', { name: 'Host' });
  const text = await field.inputValue();
  await button('Copy: Host').click();
  await expect(page.getByText('Copied', { exact: true })).toBeVisible();
  await button('Make another link').or(page.getByText('Make another link')).first().click();
  await page.getByLabel('Who gets it').focus();
  await page.keyboard.press('Control+V');
  await expect(page.getByLabel('Who gets it')).toHaveValue(text);
  await page.getByLabel('Who gets it').fill('');
  await field.focus();
  const selected = await field.evaluate((input: HTMLInputElement) => [
    input.selectionStart,
    input.selectionEnd,
  ]);
  expect(selected).toEqual([0, text.length]);
});

test('[S13] keys are shown once: a reload forgets them', async () => {
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Staff links' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Moderator' })).toHaveCount(0);
  const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  expect(stored).not.toContain('#');
});

test('[S14] another link is made for one person, and revoked without the others', async ({ browser }) => {
  await page.getByText('Make another link').click();
  await page.getByLabel('Who gets it').fill('Arta, desk 2');
  await button('Make the link').click();
  const moderatorLink = await page.getByRole('textbox', { name: 'Moderator, Arta, desk 2' }).inputValue();
  const arta = await (await browser.newContext()).newPage();
  await arta.goto(moderatorLink);
  await expect(arta.getByText(TITLE).first()).toBeVisible();

  await button('Revoke: Arta, desk 2').click();
  await button('Cancel').click();
  await expect(button('Revoke: Arta, desk 2')).toBeVisible();
  await button('Revoke: Arta, desk 2').click();
  await button('Revoke the link').click();
  await expect(page.getByRole('row', { name: /Arta, desk 2/ })).toContainText('Revoked');
  await expect(button(/^Revoke: /)).toHaveCount(3);
  await expect(arta.getByText('This link does not open the console')).toBeVisible();
  await arta.context().close();
});

test('[S15] a debate is closed after a question, and reopened', async () => {
  await button(`Close ${TITLE}`).click();
  await button('Close the debate').click();
  await expect(page.getByRole('status').filter({ hasText: 'is closed' })).toBeVisible();
  await link('All debates').click();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(/Closed/);
  await button(`Reopen ${TITLE}`).click();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(/Open/);
  await expect(link(TITLE)).toBeFocused();
});

test('[S20] a mistake in the title is mended while the debate runs, and phones show it', async ({
  browser,
}) => {
  await link(TITLE).click();
  const code = page.locator('main').getByText(/^[A-Z]{6}$/);
  const address = `/${await code.textContent()}`;
  const phone = await (await browser.newContext({ locale: 'en' })).newPage();
  await phone.goto(at(address));
  await expect(phone.getByText(TITLE)).toBeVisible();
  await link('Change settings').click();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByLabel('Title')).toHaveValue(TITLE);
  await expect(page.getByLabel('Series')).toHaveValue('Mitrovica Social Club');
  await page.getByLabel('Title').fill('');
  await button('Save').click();
  await expect(page.getByLabel('Title')).toBeFocused();
  await page.getByLabel('Title').fill('Qyteti im / Moj grad');
  await page.getByRole('radio', { name: 'Names are optional' }).check();
  await button('Save').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Qyteti im / Moj grad');
  await expect(page.getByText('Names are optional', { exact: true })).toBeVisible();
  await expect(phone.getByText('Qyteti im / Moj grad')).toBeVisible();
  await link('Change settings').click();
  await page.getByLabel('Title').fill(TITLE);
  await button('Save').click();
  await expect(phone.getByText(TITLE)).toBeVisible();
  await phone.context().close();
});

test('[S22] settings that did not reach the server stay in their fields, and the button keeps the focus', async () => {
  await link('Change settings').click();
  await page.getByLabel('Series').fill('Sporazum');
  await staff.setOffline(true);
  await button('Save').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('The server does not answer');
  await expect(button('Save')).toBeFocused();
  await expect(page.getByLabel('Series')).toHaveValue('Sporazum');
  await staff.setOffline(false);
});

test('[S21] settings that somebody else saved meanwhile are not replaced unknowingly', async () => {
  const other = await staff.newPage();
  await other.goto(page.url());
  await other.getByLabel('Series').fill('Sofra e qytetit');
  await other.getByRole('radio', { name: 'No names' }).check();
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByRole('status').filter({ hasText: 'Saved' })).toContainText('No names');
  await other.close();

  await button('Save').click();
  await expect(page.getByRole('alert')).toContainText('Sofra e qytetit');
  const sent: unknown[] = [];
  page.on('request', (request) => request.method() === 'PATCH' && sent.push(request.postDataJSON()));
  await button('Save').dblclick();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toContainText('Sporazum');
  await expect(page.getByText('No names', { exact: true })).toBeVisible();
  expect(sent).toEqual([{ series: 'Sporazum', expected: { series: 'Sofra e qytetit', names: 'off' } }]);
});

test('[S21] also where the other saves in the same moment', async () => {
  await link('Change settings').click();
  await page.getByLabel('Series').fill('Sporazum i sofra');
  const address = at(`/api/debates/${new URL(page.url()).pathname.split('/')[3]}`);
  const others = ['Mitrovica Social Club'];
  await page.route(address, async (route) => {
    const [series] = route.request().method() === 'PATCH' ? others.splice(0) : [];
    if (series) {
      const saved = await fetch(address.replace(HOST, 'localhost'), {
        method: 'PATCH',
        headers: { authorization: `Bearer ${server.apiToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ series }),
      });
      expect(saved.status).toBe(200);
    }
    await route.continue();
  });
  await button('Save').click();
  await expect(page.getByRole('alert')).toContainText('Mitrovica Social Club');
  await button('Save').click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toContainText('Sporazum i sofra');
  await page.unroute(address);
});

test('[S22] saving what is as it was says so', async () => {
  await link('Change settings').click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toHaveCount(0);
  await button('Save').click();
  await expect(page.getByRole('status').filter({ hasText: 'Nothing was changed' })).toBeVisible();
});

test('[S23] whoever works by keyboard goes on where the work is, when a part of the page goes', async () => {
  await page.getByText('Make another link').click();
  await page.getByLabel('Who gets it').fill('b'.repeat(201));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('too long');
  await expect(page.getByLabel('Who gets it')).toBeFocused();
  await page.getByLabel('Who gets it').fill('Mira');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Copy these links now' })).toBeFocused();
  await button('I have copied them').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await button('Revoke: Mira').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Staff links' })).toBeFocused();
  await button(`Close ${TITLE}`).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(button(`Reopen ${TITLE}`)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(`Close ${TITLE}`)).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`[S18] every page is free of what axe finds, when it is ${colorScheme}`, async ({ browser }) => {
    await page.goto(at('/studio'));
    const debate = String(await link(TITLE).getAttribute('href'));
    const stranger = await (await browser.newContext()).newPage();
    for (const [reader, path] of [
      [stranger, '/studio'],
      [page, '/studio'],
      [page, '/studio/new'],
      [page, debate],
      [page, debate.replace('debates', 'settings')],
      [page, debate.replace('debates', 'poster')],
    ] as const) {
      await reader.emulateMedia({ colorScheme });
      await reader.goto(at(path));
      await expect(reader.getByRole('heading', { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page: reader }).analyze();
      expect([path, violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])]).toEqual([
        path,
        [],
      ]);
    }
    await stranger.context().close();
  });

/** Makes a debate through the API and shows its poster. */
async function showPoster(settings: object): Promise<void> {
  const answer = await fetch(`${server.url}/api/debates`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  const { id } = (await answer.json()) as CreatedDebate;
  await page.goto(at(`/studio/poster/${id}`));
  await expect(page.getByRole('article')).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
}

const LONG = 'Ко одлучује о јавном простору у нашем граду, и како можемо заједно да дођемо до места? '
  .repeat(3)
  .slice(0, 198);
const COMBINATIONS = Array.from({ length: 15 }, (_, mask) =>
  languageTags.filter((_, index) => ((mask + 1) >> index) & 1),
);

for (const languages of COMBINATIONS)
  test(`[S16] the poster is one page with ${languages.join(', ')}, however long the title`, async () => {
    for (const title of [TITLE, LONG, 'W'.repeat(200)]) {
      await showPoster({ title, series: title, languages });
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
      const blocks = page.getByRole('article').getByRole('listitem');
      await expect(blocks).toHaveCount(languages.length);
      const looks = await blocks.evaluateAll((items) =>
        items.map((item) => ({
          width: item.getBoundingClientRect().width,
          type: Array.from(item.children, (line) => {
            const { fontSize, fontWeight, color } = getComputedStyle(line);
            return `${fontSize} ${fontWeight} ${color}`;
          }),
        })),
      );
      for (const look of looks) {
        expect(look.width).toBeCloseTo(looks[0]?.width ?? 0, 0);
        expect(look.type).toEqual(looks[0]?.type);
      }
      const spill = await page
        .getByRole('article')
        .locator('> div')
        .evaluate((sheet) => sheet.scrollHeight - sheet.clientHeight);
      expect(spill).toBeLessThanOrEqual(0);
    }
  });

test('[S17] nothing is clipped or scrolls sideways, in any language, on a desk or a phone', async () => {
  await page.goto(at('/studio'));
  const debate = String(await link(TITLE).first().getAttribute('href'));
  for (const width of [1440, 390])
    for (const language of languageTags) {
      await page.setViewportSize({ width, height: 900 });
      await speak(language);
      for (const path of ['/studio', '/studio/new', debate, debate.replace('debates', 'settings')]) {
        await page.goto(at(path));
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        const clipped = await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll('main button, main a, main label')]
            .filter(
              (part) =>
                part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== 'inline',
            )
            .map((part) => part.textContent?.trim().slice(0, 60)),
        );
        expect([language, width, path, clipped]).toEqual([language, width, path, []]);
      }
    }
  await page.setViewportSize({ width: 1440, height: 900 });
  await speak('en');
});

test('[S24] a debate that is made again after its answer was lost is made once', async () => {
  const address = at('/api/debates');
  const headers = { authorization: `Bearer ${server.apiToken}`, 'content-type': 'application/json' };
  const requests: string[] = [];
  await page.goto(at('/studio/new'));
  await page.getByLabel('Title').fill('Reka / Lumi');
  await page.route(address, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const body = route.request().postData() ?? '';
    requests.push(body);
    if (requests.length > 1) return route.continue();
    const made = await fetch(address.replace(HOST, 'localhost'), { method: 'POST', headers, body });
    expect(made.status).toBe(201);
    await route.abort();
  });
  await button('Make the debate').click();
  await expect(page.getByRole('alert')).toContainText('The server does not answer');
  await button('Make the debate').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reka / Lumi');
  await expect(page.getByRole('textbox', { name: 'moderator' })).toHaveValue(/#[\w-]{22,}$/);
  await page.unroute(address);
  await page.goto(at('/studio'));
  await expect(link('Reka / Lumi')).toHaveCount(1);
  expect(requests[1]).toBe(requests[0]);
});

test('[S19] signing out ends the session on the server', async () => {
  await page.goto(at('/studio'));
  await button('Sign out').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Open the studio from its link');
  expect(await page.evaluate(async () => (await fetch('/api/debates')).status)).toBe(401);
});
