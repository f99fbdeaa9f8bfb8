/** The moderator's console in a real browser, against a real server, with a second moderator at another desk. */
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { languageTags } from '../../shared/languages.ts';
import { DebateUnderTest } from './debateUnderTest.ts';

test.use({ viewport: { width: 1440, height: 900 } });

let debate: DebateUnderTest;
test.beforeEach(async () => {
  debate = await DebateUnderTest.start('Mitrovica Social Club');
});
test.afterEach(() => debate.stop());

const incoming = (page: Page) => page.getByRole('region', { name: 'Incoming' });
const order = (page: Page) => page.getByRole('region', { name: 'Running order' });
const air = (page: Page) => page.getByRole('region', { name: 'On air' });
const rows = (region: ReturnType<typeof incoming>) => region.getByRole('listitem');
const said = (page: Page) => page.getByRole('status');

const faults = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);

async function openConsole(page: Page): Promise<void> {
  await page.goto(debate.debate.links.moderator);
  await expect(page.getByRole('heading', { name: 'Ibar · Ibër' })).toBeVisible();
}

async function ask(...texts: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const text of texts) {
    const id = crypto.randomUUID();
    expect((await debate.phone.ask(text, { id, language: 'en' })).ok).toBe(true);
    ids.push(id);
  }
  return ids;
}

async function queued(...texts: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const text of texts) {
    const questionId = String(await debate.approved(text, { language: 'en' }));
    await debate.desk.send({ type: 'enqueue', questionId });
    ids.push(questionId);
  }
  return ids;
}

/** A console whose server can be made to fall silent towards it, as a slow network does. */
async function openSlowConsole(
  context: BrowserContext,
): Promise<{ page: Page; hold: () => void; release: () => void }> {
  const page = await context.newPage();
  let held: (string | Buffer)[] | undefined;
  let send = (_message: string | Buffer) => {};
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    send = (message) => socket.send(message);
    server.onMessage((message) => (held ? held.push(message) : send(message)));
  });
  await openConsole(page);
  return {
    page,
    hold: () => {
      held = [];
    },
    release: () => {
      for (const message of held ?? []) send(message);
      held = undefined;
    },
  };
}

test('[M10] three questions are screened, ordered, taken and cleared by keyboard alone', async ({ page }) => {
  await ask('First?', 'Second?', 'Third?', 'Fourth?');
  await openConsole(page);
  await expect(rows(incoming(page))).toHaveCount(4);
  await page.keyboard.press('j');
  await expect(rows(incoming(page)).first()).toBeFocused();
  for (const left of [3, 2, 1]) {
    await page.keyboard.press('q');
    await expect(rows(incoming(page))).toHaveCount(left);
    await expect(rows(incoming(page)).first()).toBeFocused();
  }
  await expect(said(page)).toHaveText('Added to the running order, place 3.');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(rows(order(page)).nth(1)).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(rows(order(page)).first()).toContainText('Second?');
  await expect(rows(order(page)).first()).toBeFocused();
  await expect(said(page)).toHaveText('Moved to place 1 of 3.');
  for (const text of ['Second?', 'First?', 'Third?']) {
    await page.keyboard.press('n');
    await expect(air(page).getByRole('article')).toContainText(text);
  }
  await page.keyboard.press('c');
  await expect(air(page)).toContainText('Nothing is on air');
  expect(debate.desk.view?.onAir).toBeNull();
  expect(debate.desk.view?.order).toEqual([]);
});

test('[M11] a declined question says why to its author, and can be approved after all', async ({ page }) => {
  const [insult = '', own = ''] = await ask('Are you all thieves?', 'Why?');
  await openConsole(page);
  await page.keyboard.press('j');
  await page.keyboard.press('d');
  await expect(page.getByRole('dialog')).toContainText('Are you all thieves?');
  await page.keyboard.press('4');
  await expect.poll(() => debate.phone.questions[insult]?.reason).toBe('insult');
  // Its author may hear of it before this console does, where it would be declined once more.
  await expect(incoming(page)).not.toContainText('Are you all thieves?');
  const words = page.getByRole('textbox', { name: 'In your own words' });
  await expect(async () => {
    await page.keyboard.press('d');
    await expect(words).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(page.getByRole('dialog')).toContainText('Why?');
  await words.fill('Please say why about what.');
  await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
  await expect.poll(() => debate.phone.questions[own]?.reason).toBe('Please say why about what.');
  await page.getByRole('button', { name: 'Declined 2' }).click();
  await expect(incoming(page)).toContainText('Reason: Insulting');
  await rows(incoming(page)).filter({ hasText: 'thieves' }).getByRole('button').click();
  await expect.poll(() => debate.phone.questions[insult]?.status).toBe('approved');
});

test('[M12] what one moderator does, the other sees at once', async ({ page }) => {
  const [first = '', second = ''] = await ask('First?', 'Second?');
  await openConsole(page);
  await expect(rows(incoming(page))).toHaveCount(2);
  for (const questionId of [first, second]) {
    await debate.desk.send({ type: 'approve', questionId });
    await debate.desk.send({ type: 'enqueue', questionId });
  }
  await expect(rows(order(page))).toHaveCount(2);
  await debate.desk.send({ type: 'move', questionId: second, before: first });
  await expect(rows(order(page)).first()).toContainText('Second?');
  await debate.take(second);
  await expect(air(page).getByRole('article')).toContainText('Second?');
  await expect(async () => {
    await page.keyboard.press('n');
    await expect.poll(() => debate.desk.view?.onAir?.questionId, { timeout: 1_000 }).toBe(first);
  }).toPass();
});

test('[M13] who takes on an outdated picture changes nothing, learns who was first, and can take again', async ({
  context,
}) => {
  const [first = '', second = ''] = await queued('First?', 'Second?');
  const { page, hold, release } = await openSlowConsole(context);
  await rows(order(page)).filter({ hasText: 'Second?' }).getByRole('button', { name: 'Take' }).hover();
  hold();
  await debate.take(first);
  await page.mouse.down();
  await page.mouse.up();
  await expect.poll(() => debate.desk.view?.onAir?.questionId).toBe(first);
  release();
  const conflict = air(page).getByRole('alert');
  await expect(conflict).toContainText('On air now: First?');
  await expect(conflict).toContainText('Yours was not taken: Second?');
  expect(await faults(page)).toEqual([]);
  expect(debate.desk.view?.onAir?.questionId).toBe(first);
  await expect(async () => {
    await conflict.getByRole('button', { name: 'Take it now' }).click();
    await expect.poll(() => debate.desk.view?.onAir?.questionId, { timeout: 1_000 }).toBe(second);
  }).toPass();
  await expect(conflict).toHaveCount(0);
});

test('[M14] a question that has just slid under the pointer is not acted on', async ({ page }) => {
  const [first = '', second = ''] = await ask('First?', 'Second?');
  await page.clock.install();
  await openConsole(page);
  const approve = rows(incoming(page)).first().getByRole('button', { name: 'Approve' });
  await approve.hover();
  await page.clock.pauseAt(Date.now() + 1_000);
  await debate.desk.send({ type: 'decline', questionId: first, reason: 'unclear' });
  await expect(rows(incoming(page))).toHaveCount(1);
  await page.mouse.down();
  await page.mouse.up();
  await expect(said(page)).toContainText('Nothing was done');
  expect(debate.desk.view?.questions[second]?.status).toBe('waiting');
  await page.clock.runFor(500);
  await page.mouse.down();
  await page.mouse.up();
  await expect.poll(() => debate.desk.view?.questions[second]?.status).toBe('approved');
});

test('[M14] nor is one that has just become the selected one', async ({ page }) => {
  const [first = '', second = ''] = await ask('First?', 'Second?');
  await page.clock.install();
  await openConsole(page);
  await page.keyboard.press('j');
  await page.clock.pauseAt(Date.now() + 1_000);
  await debate.desk.send({ type: 'approve', questionId: first });
  await expect(rows(incoming(page))).toHaveCount(1);
  await page.keyboard.press('a');
  await expect(said(page)).toContainText('Nothing was done');
  expect(debate.desk.view?.questions[second]?.status).toBe('waiting');
  await page.clock.runFor(500);
  await page.keyboard.press('a');
  await expect.poll(() => debate.desk.view?.questions[second]?.status).toBe('approved');
});

test('[M15] while the link is down the console says so and sends nothing, neither then nor later', async ({
  page,
}) => {
  const [first = ''] = await queued('First?');
  await openConsole(page);
  await debate.server.stop('SIGKILL');
  await expect(page.getByRole('alert')).toContainText('No connection');
  await page.keyboard.press('n');
  await expect(said(page)).toHaveText('No connection: nothing was sent.');
  await debate.server.start();
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(page.getByRole('alert')).toBeEmpty();
  const later = await debate.desk.send({ type: 'resync' });
  expect(later.ok).toBe(true);
  expect(debate.desk.view?.onAir).toBeNull();
  await expect(async () => {
    await page.keyboard.press('n');
    await expect.poll(() => debate.desk.view?.onAir?.questionId, { timeout: 500 }).toBe(first);
  }).toPass();
});

test('[M16] a row is dragged to its place while others change the order', async ({ page }) => {
  const [one = '', two = '', three = ''] = await queued('One?', 'Two?', 'Three?');
  await openConsole(page);
  const box = async (text: string) => rows(order(page)).filter({ hasText: text }).boundingBox();
  const grip = rows(order(page)).filter({ hasText: 'Three?' }).locator('.grip');
  await grip.hover();
  await page.mouse.down();
  const target = await box('One?');
  await page.mouse.move((target?.x ?? 0) + 20, (target?.y ?? 0) + 10, { steps: 8 });
  await expect(rows(order(page)).first()).toContainText('Three?');
  const [four = ''] = await queued('Four?');
  await expect(rows(order(page))).toHaveCount(4);
  await expect(rows(order(page)).first()).toContainText('Three?');
  await page.mouse.up();
  await expect.poll(() => debate.desk.view?.order).toEqual([three, one, two, four]);
});

test('[M17] the key leaves the address bar, and the tab keeps it', async ({ page }) => {
  await openConsole(page);
  expect(new URL(page.url()).hash).toBe('');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Ibar · Ibër' })).toBeVisible();
});

test('[M19] a link that does not open the console says so, and that a new one is to be had', async ({
  page,
}) => {
  await page.goto(`${debate.debate.links.moderator.split('#')[0]}#aKeyThatWasNeverIssued`);
  await expect(page.getByRole('heading')).toHaveText('This link does not open the console');
  await expect(page.getByText('Ask for a new one in the studio')).toBeVisible();
  expect(await faults(page)).toEqual([]);
});

test('[M7] letters can be switched off, and never act while somebody types', async ({ page }) => {
  const [first = ''] = await ask('Where can I find batteries?');
  await openConsole(page);
  await page.keyboard.press('/');
  await page.keyboard.type('jabatt');
  await page.getByRole('searchbox').fill('batt');
  await expect(rows(incoming(page))).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: 'Single-letter shortcuts' }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await page.reload();
  await rows(incoming(page)).first().focus();
  await page.keyboard.press('a');
  expect(debate.desk.view?.questions[first]?.status).toBe('waiting');
  await rows(incoming(page)).first().getByRole('button', { name: 'Approve' }).press('Enter');
  await expect.poll(() => debate.desk.view?.questions[first]?.status).toBe('approved');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`[M18] every state of the console is accessible, ${colorScheme}, in every language`, async ({
    page,
  }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme });
    await openConsole(page);
    expect(await faults(page)).toEqual([]);
    const [live = ''] = await queued('Live?', 'Next?', 'Then?');
    await debate.take(live);
    await ask('Is this waiting?', 'And this?');
    for (const language of languageTags) {
      await page.evaluate((tag) => localStorage.setItem('sofra.language', tag), language);
      await page.reload();
      await expect(page.getByRole('article')).toContainText('Live?');
      expect(await faults(page)).toEqual([]);
    }
    await page.keyboard.press('j');
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('d');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await debate.server.stop('SIGKILL');
    await expect(page.getByRole('alert')).not.toBeEmpty();
    expect(await faults(page)).toEqual([]);
  });
