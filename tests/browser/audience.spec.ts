import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import type { Language } from '../../shared/languages.ts';
import { Phone } from '../../tools/phone.ts';
import { DebateUnderTest } from './debateUnderTest.ts';

const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 640 },
  hasTouch: true,
  isMobile: true,
};
const LANGUAGES: Language[] = ['en', 'sq', 'sr-Latn', 'sr-Cyrl'];

let debate: DebateUnderTest;
test.beforeAll(async () => {
  debate = await DebateUnderTest.start('Mitrovica Social Club');
});
test.afterAll(() => debate.stop());

async function openPhone(
  browser: Browser,
  options: BrowserContextOptions & { language?: Language } = {},
): Promise<Page> {
  const { language = 'en', ...more } = options;
  const context = await browser.newContext({ ...PHONE, ...more });
  await context.addInitScript((tag) => localStorage.setItem('sofra.language', tag), language);
  const page = await context.newPage();
  await page.goto(debate.debate.links.audience);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ibar · Ibër');
  return page;
}

const row = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });
const upvote = (page: Page, text: string) => row(page, text).getByRole('button');
const tab = (page: Page, name: string) => page.getByRole('navigation').getByRole('button', { name });
const order = (page: Page) => page.locator('main li p:first-child').allTextContents();

async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Ask a question' }).tap();
  await page.getByRole('textbox', { name: 'Your question' }).fill(text);
  await page.getByRole('button', { name: 'Send' }).tap();
}

async function approved(text: string): Promise<string> {
  const id = await debate.approved(text);
  if (!id) throw new Error(`refused: ${text}`);
  return id;
}

const idOf = (text: string) =>
  Object.entries(debate.desk.view?.questions ?? {}).find(([, question]) => question.text === text)?.[0] ?? '';

test('[P9] a code is typed in either script and in small letters; a wrong one is said so', async ({
  browser,
}) => {
  const page = await (await browser.newContext({ ...PHONE, locale: 'en' })).newPage();
  await page.goto(debate.server.url);
  const field = page.getByRole('textbox', { name: 'Code' });
  await field.fill('abc');
  await page.getByRole('button', { name: 'Join' }).tap();
  await expect(page.getByRole('alert')).toContainText('six letters');
  await field.fill('ZZZZZZ');
  await page.getByRole('button', { name: 'Join' }).tap();
  await expect(page.getByRole('alert')).toContainText('no debate with the code ZZZZZZ');
  const cyrillic = Array.from(
    debate.debate.code,
    (letter) => 'дфгјклнрствз'['DFGJKLNRSTVZ'.indexOf(letter)],
  ).join('');
  await field.fill(cyrillic);
  await page.getByRole('button', { name: 'Join' }).tap();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ibar · Ibër');
  expect(page.url()).toBe(debate.debate.links.audience);
});

test('[P10] an author sees the question wait, published, on air and answered', async ({ browser }) => {
  const page = await openPhone(browser);
  const text = 'Who looks after the riverside path?';
  await ask(page, text);
  await expect(row(page, text)).toContainText('Waiting for a moderator');
  const questionId = await expect
    .poll(() => idOf(text))
    .not.toBe('')
    .then(() => idOf(text));
  await debate.desk.send({ type: 'approve', questionId });
  await expect(row(page, text)).toContainText('Published');
  await debate.take(questionId);
  await expect(row(page, text)).toContainText('On air now');
  await expect(page.locator('section[aria-live]')).toContainText(text);
  await debate.clear();
  await debate.desk.send({ type: 'markAnswered', questionId });
  await expect(row(page, text)).toContainText('Answered');
  await expect(page.locator('section[aria-live]')).toContainText('No question is on air');
});

test('[P10] an author reads why a question was declined, in known words or in the moderator’s own', async ({
  browser,
}) => {
  const page = await openPhone(browser);
  for (const [text, reason, read] of [
    ['You are all the same, are you not?', 'insult', 'It insults somebody.'],
    ['And the other thing?', 'Which one do you mean?', 'Which one do you mean?'],
  ] as const) {
    await ask(page, text);
    await expect.poll(() => idOf(text)).not.toBe('');
    await debate.desk.send({ type: 'decline', questionId: idOf(text), reason });
    await expect(row(page, text)).toContainText('Not published');
    await expect(row(page, text)).toContainText(read);
  }
});

test('[P10] an author withdraws a question, after being asked once more', async ({ browser }) => {
  const page = await openPhone(browser);
  const text = 'Is this the right place to ask?';
  await ask(page, text);
  await row(page, text).getByRole('button', { name: 'Withdraw' }).tap();
  await row(page, text).getByRole('button', { name: 'Yes, withdraw' }).tap();
  await expect(row(page, text)).toContainText('Withdrawn');
});

test('[P11] what is being written survives a reload; what is too long is counted and refused', async ({
  browser,
}) => {
  const page = await openPhone(browser);
  await page.getByRole('button', { name: 'Ask a question' }).tap();
  const field = page.getByRole('textbox', { name: 'Your question' });
  await field.fill('ë'.repeat(283));
  await expect(page.getByText('3 characters too many')).toBeVisible();
  await page.getByRole('button', { name: 'Send' }).tap();
  await expect(page.getByRole('alert')).toContainText('too long');
  await field.fill('Half a quest');
  await page.reload();
  await page.getByRole('button', { name: 'Ask a question' }).tap();
  await expect(field).toHaveValue('Half a quest');
});

test('[P12] a tap counts once, a second takes it back, a reload keeps it', async ({ browser }) => {
  const text = 'Could the market stay open on Sundays?';
  await approved(text);
  const [page, other] = [await openPhone(browser), await openPhone(browser)];
  await upvote(page, text).tap();
  await expect(upvote(page, text)).toHaveAttribute('aria-pressed', 'true');
  await expect(upvote(other, text)).toContainText('1 upvote');
  await page.reload();
  await expect(upvote(page, text)).toHaveAttribute('aria-pressed', 'true');
  await expect(upvote(page, text)).toContainText('1 upvote');
  for (let tap = 0; tap < 5; tap += 1) await upvote(page, text).tap();
  await expect(upvote(page, text)).toHaveAttribute('aria-pressed', 'false');
  await expect(upvote(page, text)).toContainText('0 upvotes');
  await expect(upvote(other, text)).toContainText('0 upvotes');
});

test('[P13] without network taps and questions are kept, through a reload, and arrive once', async ({
  browser,
}) => {
  const text = 'Where do the young people meet in winter?';
  await approved(text);
  const page = await openPhone(browser);
  let isAway = false;
  const links = new Set<{ close: () => Promise<void> }>();
  await page.routeWebSocket(/socket\.io/, (link) => {
    if (isAway) return void link.close();
    links.add(link);
    link.connectToServer();
  });
  await page.reload();
  await expect(upvote(page, text)).toContainText('0 upvotes');
  isAway = true;
  for (const link of links) await link.close();
  await upvote(page, text).tap();
  await expect(upvote(page, text)).toContainText('1 upvote');
  await ask(page, 'Written in a lift?');
  await expect(row(page, 'Written in a lift?')).toContainText('On its way');
  await expect(page.getByText('What you did is kept and will be sent')).toBeVisible();

  isAway = false;
  await page.reload();
  await tab(page, 'Mine').tap();
  await expect(row(page, 'Written in a lift?')).toContainText('Waiting for a moderator');
  await tab(page, 'Newest').tap();
  await expect(upvote(page, text)).toHaveAttribute('aria-pressed', 'true');
  await expect(upvote(page, text)).toContainText('1 upvote');
  const asked = Object.values(debate.desk.view?.questions ?? {});
  expect(asked.filter((question) => question.text === 'Written in a lift?')).toHaveLength(1);
});

test('[P13] a killed server comes back: same person, same votes, what was tapped meanwhile counts', async ({
  browser,
}) => {
  const text = 'When does the swimming pool open again?';
  await approved(text);
  const page = await openPhone(browser);
  await upvote(page, text).tap();
  await expect(upvote(page, text)).toContainText('1 upvote');
  await debate.server.stop('SIGKILL');
  await expect(page.getByText('No connection')).toBeVisible();
  await upvote(page, text).tap();
  await debate.server.start();
  await expect(page.getByText('No connection')).toBeHidden();
  await expect(upvote(page, text)).toContainText('0 upvotes');
  await expect(upvote(page, text)).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => debate.desk.view?.questions[idOf(text)]?.votes).toBe(0);
});

test('[P17] a link that has fallen silent is given up and made anew', async ({ browser }) => {
  const page = await openPhone(browser);
  let links = 0;
  await page.routeWebSocket(/socket\.io/, (link) => {
    links += 1;
    const isFirst = links === 1;
    let isSilent = false;
    const server = link.connectToServer();
    server.onMessage((message) => {
      if (!isSilent) link.send(message);
      isSilent ||= isFirst && String(message).includes('["mine"');
    });
  });
  await page.clock.install();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect.poll(() => links).toBe(1);
  const text = 'Did this reach a silent phone?';
  await approved(text);
  await page.clock.fastForward(60_000);
  await expect(row(page, text)).toBeVisible();
  expect(links).toBe(2);
});

test('[P18] a tap holds its number while everybody’s counts wait', async ({ browser }) => {
  const text = 'Does my tap stay?';
  const id = await approved(text);
  const [page, other] = [await openPhone(browser), await openPhone(browser)];
  const neighbour = new Phone({ url: debate.server.url, code: debate.debate.code });
  await neighbour.ready;
  for (let index = 0; index < 12; index += 1)
    await approved(`${index}: ${'how long must we wait? '.repeat(12)}`);
  const number = upvote(page, text).locator('.number');
  await number.evaluate((shown) => {
    const seen = [shown.textContent];
    Object.assign(window, { seen });
    new MutationObserver(() => seen.push(shown.textContent)).observe(shown, {
      subtree: true,
      childList: true,
    });
  });
  const seen = () => page.evaluate(() => [...new Set((window as unknown as { seen: string[] }).seen)]);
  await upvote(page, text).tap();
  await expect(upvote(page, text)).toContainText('1 upvote');
  await neighbour.upvote(id);
  await expect(upvote(other, text)).toContainText('2 upvotes', { timeout: 12_000 });
  await expect(upvote(page, text)).toContainText('2 upvotes');
  expect(await seen()).toEqual(['0', '1', '2']);
  neighbour.close();
});

test('[P4] rows hold their places while votes change, and move when asked', async ({ browser }) => {
  const [high, low] = ['First: the buses?', 'Second: the trams?'];
  const [highId, lowId] = [await approved(high), await approved(low)];
  const voters = Array.from(
    { length: 6 },
    () => new Phone({ url: debate.server.url, code: debate.debate.code }),
  );
  await Promise.all(voters.map((voter) => voter.ready));
  for (const voter of voters.slice(0, 3)) await voter.upvote(highId);
  const page = await openPhone(browser);
  await expect(upvote(page, high)).toContainText('3 upvotes');
  await upvote(page, high).focus();
  const before = await order(page);
  for (const voter of voters) await voter.upvote(lowId);
  await expect(upvote(page, low)).toContainText('6 upvotes');
  const offer = page.getByRole('button', { name: 'Show the new order' });
  await expect(offer).toBeVisible();
  expect(await order(page)).toEqual(before);
  await offer.tap();
  await expect.poll(() => order(page)).not.toEqual(before);
  const after = await order(page);
  expect(after.indexOf(low)).toBeLessThan(after.indexOf(high));
  await expect(offer).toBeHidden();
  for (const voter of voters) voter.close();
});

test('[P4] what is read stays in its place while the card above it grows, also in browsers that do not see to it', async ({
  browser,
}) => {
  const texts = Array.from({ length: 8 }, (_, at) => `Row ${at}: how long is the way to the library?`);
  const ids: string[] = [];
  for (const text of texts) ids.push(await approved(text));
  const page = await openPhone(browser);
  await page.evaluate(() => {
    document.documentElement.style.setProperty('overflow-anchor', 'none');
    CSS.supports = () => false;
  });
  const read = row(page, 'Row 6');
  await read.scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollBy(0, 120));
  const before = (await read.boundingBox())?.y;
  await debate.take(ids[0] ?? '');
  await expect(page.locator('section[aria-live]')).toContainText('Row 0');
  await expect
    .poll(async () => Math.abs(((await read.boundingBox())?.y ?? 0) - (before ?? 0)))
    .toBeLessThan(2);
  await debate.clear();
  await expect(page.locator('section[aria-live]')).not.toContainText('Row 0');
  await expect
    .poll(async () => Math.abs(((await read.boundingBox())?.y ?? 0) - (before ?? 0)))
    .toBeLessThan(2);
});

test('[P14] a debate that is not open says so, and takes nothing', async ({ browser }) => {
  const page = await openPhone(browser);
  await debate.desk.send({ type: 'closeDebate' });
  await expect(page.getByText('The debate has ended')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Ask a question' })).toBeHidden();
  await expect(page.locator('[aria-describedby^="q-"]')).toHaveCount(0);
  await debate.desk.send({ type: 'openDebate' });
  await expect(page.getByRole('button', { name: 'Ask a question' })).toBeVisible();
});

test('[P15] nothing is wider than the phone, in any language, and every button can be hit', async ({
  browser,
}) => {
  const long = 'Një fjalëmetëvërtetëshumëtëgjatëqënukndahetaskund'.repeat(4);
  await debate.take(await approved(long));
  for (const language of LANGUAGES) {
    const page = await openPhone(browser, { language });
    await expect(page.locator('section[aria-live]')).toContainText(long);
    const measured = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      small: Array.from(document.querySelectorAll('button'), (button) => button.getBoundingClientRect())
        .filter(({ height, width }) => height > 0 && (height < 43.9 || width < 43.9))
        .map(({ height, width }) => `${width} x ${height}`),
      clipped: Array.from(document.querySelectorAll('button'))
        .filter((button) => button.scrollWidth > button.clientWidth + 1)
        .map((button) => button.textContent),
    }));
    expect(measured, language).toEqual({ width: 360, small: [], clipped: [] });
    await page.context().close();
  }
  await debate.clear();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`[P16] every state of the page meets WCAG 2.2 AA (${colorScheme})`, async ({ browser }) => {
    const page = await openPhone(browser, { colorScheme, reducedMotion: 'reduce' });
    const problems = async () =>
      (
        await new AxeBuilder({ page })
          .setLegacyMode()
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze()
      ).violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))]);
    await debate.take(await approved(`Is this page easy to read, ${colorScheme}?`));
    await expect(page.locator('section[aria-live]')).toContainText('easy to read');
    expect(await problems()).toEqual([]);
    await page.getByRole('button', { name: 'Ask a question' }).tap();
    await page.getByRole('button', { name: 'Send' }).tap();
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await problems()).toEqual([]);
    await page.getByRole('textbox', { name: 'Your question' }).fill('And this one?');
    await page.getByRole('button', { name: 'Send' }).tap();
    await expect(row(page, 'And this one?')).toBeVisible();
    expect(await problems()).toEqual([]);
    await page.goto(debate.server.url);
    await page.getByRole('button', { name: 'Join' }).tap();
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await problems()).toEqual([]);
    await debate.clear();
  });

test('[P19] a question that has to wait stays on the phone, also over a reload, and is sent by itself', async ({
  browser,
}) => {
  const strict = await DebateUnderTest.start('Sporazum', { LIMITS: 'on' });
  const page = await (await browser.newContext({ ...PHONE, locale: 'en' })).newPage();
  await page.goto(strict.debate.links.audience);
  const texts = Array.from({ length: 7 }, (_, index) => `Question number ${index + 1}?`);
  for (const text of texts) await ask(page, text);
  await expect(page.getByText('Too many at once. It will be sent in a moment.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Too many at once. It will be sent in a moment.')).toBeVisible();
  await tab(page, 'Mine').tap();
  for (const text of texts) await expect(page.getByText(text)).toBeVisible();
  await expect(page.getByText('On its way')).toHaveCount(1);
  await expect(page.getByText('On its way')).toHaveCount(0, { timeout: 20_000 });
  const received = () => Object.values(strict.desk.view?.questions ?? {}).map(({ text }) => text);
  await expect.poll(() => received().sort()).toEqual(texts);
  await page.context().close();
  await strict.stop();
});
