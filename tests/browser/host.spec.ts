/** The presenter's screen in a real browser: what is on air, in full and as large as it goes, and what comes next. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { DebateUnderTest } from './debateUnderTest.ts';
import { prose } from './longTexts.ts';

const STAGES = { tablet: { width: 1024, height: 768 }, phone: { width: 360, height: 640 } };

let debate: DebateUnderTest;
test.beforeAll(async () => {
  debate = await DebateUnderTest.start('Mitrovica Social Club');
});
test.afterAll(() => debate.stop());

const air = (page: Page) => page.getByRole('region', { name: 'On air' });
const next = (page: Page) => page.getByRole('region', { name: 'Next' });

async function openHost(page: Page): Promise<void> {
  await page.goto(debate.debate.links.host);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ibar · Ibër');
}

const fontSize = (page: Page) =>
  page.locator('.box p').evaluate((text) => Number.parseFloat(getComputedStyle(text).fontSize));

test('[H2] the screen shows what is on air and the next three of the running order, and follows at once', async ({
  page,
}) => {
  await openHost(page);
  await expect(air(page)).toHaveText('Nothing is on air');
  await expect(next(page)).toContainText('No more questions are queued.');
  const texts = ['One?', 'Two?', 'Three?', 'Four?', 'Five?'];
  const ids: string[] = [];
  for (const text of texts) {
    const questionId = String(await debate.approved(text, { language: 'en', name: 'Ema' }));
    await debate.desk.send({ type: 'enqueue', questionId });
    ids.push(questionId);
  }
  await debate.take(String(ids[0]));
  await expect(air(page)).toHaveText(/^One\? — Ema$/);
  await expect(next(page).getByRole('listitem')).toHaveText(['Two?', 'Three?', 'Four?']);
  await debate.clear();
  await expect(air(page)).toHaveText('Nothing is on air');
  for (const questionId of ids) await debate.desk.send({ type: 'dequeue', questionId });
});

for (const [stage, viewport] of Object.entries(STAGES))
  test(`[H1] a full-length question in any language stands on a ${stage} in full, readable`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    await openHost(page);
    const queued = await Promise.all(
      prose.slice(0, 3).map(({ text, language }) => debate.approved(text, { language })),
    );
    for (const questionId of queued)
      await debate.desk.send({ type: 'enqueue', questionId: String(questionId) });
    for (const { language, text } of prose) {
      const id = await debate.approved(text, { language, name: 'Đorđe Ђорђе Gjorgjë' });
      await debate.take(String(id));
      await expect(air(page)).toContainText(text);
      const outside = await page.evaluate(() => {
        const words = document.querySelector('.box p')?.getBoundingClientRect();
        const box = document.querySelector('.box')?.getBoundingClientRect();
        if (!words || !box) return ['nothing is shown'];
        const inside =
          words.top >= box.top - 1 && words.bottom <= box.bottom + 1 && words.right <= box.right + 1;
        const page = document.documentElement;
        return [
          ...(inside ? [] : ['words outside their place']),
          ...(page.scrollHeight > innerHeight ? ['page scrolls'] : []),
        ];
      });
      expect(outside, text).toEqual([]);
      expect(await fontSize(page)).toBeGreaterThanOrEqual(stage === 'tablet' ? 36 : 18);
    }
    await debate.clear();
    for (const questionId of queued)
      await debate.desk.send({ type: 'dequeue', questionId: String(questionId) });
  });

test('[H3] while the link is down what is on air stays, and the screen says that it may be old', async ({
  page,
}) => {
  await openHost(page);
  await debate.take(String(await debate.approved('Who tests the river?', { language: 'en' })));
  await expect(air(page)).toHaveText('Who tests the river?');
  await debate.server.stop('SIGKILL');
  await expect(page.getByRole('alert')).toContainText('No connection');
  await expect(air(page)).toHaveText('Who tests the river?');
  await debate.server.start();
  await expect(page.getByRole('alert')).toBeEmpty();
  await debate.clear();
});

test('[H4] the screen is accessible, and has no button but those of its language', async ({ page }) => {
  await openHost(page);
  await debate.take(String(await debate.approved('Kush e kontrollon lumin?', { language: 'sq' })));
  await expect(air(page)).toHaveText('Kush e kontrollon lumin?');
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await expect(page.getByRole('button')).toHaveText(['English', 'Shqip', 'Srpski', 'Српски']);
  await debate.clear();
});
