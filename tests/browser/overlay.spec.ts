import { expect, type Page, test } from '@playwright/test';
import type { CreatedKey } from '../../shared/api.ts';
import { cleanText, QUESTION_GRAPHEMES } from '../../shared/text.ts';
import { DebateUnderTest } from './debateUnderTest.ts';
import { naughty, prose } from './longTexts.ts';
import { Network } from './network.ts';

test.use({ viewport: { width: 1920, height: 1080 } });

let debate: DebateUnderTest;
test.beforeAll(async () => {
  debate = await DebateUnderTest.start('Mitrovica Social Club');
});
test.afterAll(() => debate.stop());

const text = (page: Page) => page.locator('article.shown p');

async function openOverlay(page: Page): Promise<void> {
  await page.goto(debate.debate.links.overlay);
  await page.waitForFunction(() => document.fonts.check('600 44px "Source Sans 3 Variable"', 'aščЖђ'));
}

async function put(words: string, more: { language?: string; name?: string } = {}): Promise<boolean> {
  const id = await debate.approved(words, more);
  if (id) await debate.take(id);
  return id !== null;
}

/** What stands where it must not, in words; nothing where all is well. */
function misplaced(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const find = (selector: string) => document.querySelector<HTMLElement>(`article.shown ${selector}`);
    const paragraph = find('p');
    const panel = find('div');
    if (!paragraph || !panel) return ['nothing is shown'];
    const words = document.createRange();
    words.selectNodeContents(paragraph);
    const [inner, outer] = [words.getBoundingClientRect(), panel.getBoundingClientRect()];
    const kicker = find('header')?.getBoundingClientRect();
    const size = Number.parseFloat(getComputedStyle(paragraph).fontSize);
    const lines = Math.round(paragraph.clientHeight / (size * 1.2));
    const rules: Record<string, boolean> = {
      'left of the safe area': outer.left < 96,
      'right of the safe area': outer.right > 1824,
      'under the safe area': outer.bottom > 1026,
      'over the safe area': (kicker?.top ?? 0) < 54,
      'words outside the panel': inner.left < outer.left || inner.right > outer.right,
      'words above or below the panel': inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1,
      'words cut off': paragraph.scrollWidth > paragraph.clientWidth,
      'three lines in small letters': lines <= 3 && size < 43.9,
      'many lines of prose': lines > 5 && size > 36.1,
    };
    return Object.keys(rules).filter((rule) => rules[rule]);
  });
}

/** The opacity of the pixels of the page, in thousandths: none and the most. */
async function opacity(page: Page, browserPage: Page): Promise<{ least: number; most: number }> {
  const picture = (await page.screenshot({ omitBackground: true })).toString('base64');
  return browserPage.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const pixels = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [];
    let [least, most] = [255, 0];
    for (let at = 3; at < pixels.length; at += 4) {
      least = Math.min(least, pixels[at] ?? 0);
      most = Math.max(most, pixels[at] ?? 0);
    }
    return { least: least / 255, most: most / 255 };
  }, picture);
}

test('[O1] the page is transparent, and nothing is on it until a question is on air', async ({
  page,
  context,
}) => {
  const darkroom = await context.newPage();
  await openOverlay(page);
  expect(await opacity(page, darkroom)).toEqual({ least: 0, most: 0 });
  await put('A do të hapet biblioteka edhe të shtunave?', { language: 'sq' });
  await expect(text(page)).toHaveText('A do të hapet biblioteka edhe të shtunave?');
  await expect(page.locator('article.shown')).toHaveCSS('opacity', '1');
  expect(await opacity(page, darkroom)).toEqual({ least: 0, most: 1 });
  await debate.clear();
  await expect(page.locator('article')).toHaveCount(0);
  expect(await opacity(page, darkroom)).toEqual({ least: 0, most: 0 });
});

test('[O2] the question carries the series and the name, each in its language', async ({ page }) => {
  await openOverlay(page);
  await put('Има ли курсева језика за одрасле?', { language: 'sr-Cyrl', name: 'Милан' });
  await expect(text(page)).toHaveAttribute('lang', 'sr-Cyrl');
  await expect(page.locator('article.shown header')).toHaveText('Mitrovica Social Club');
  await expect(page.locator('article.shown footer')).toHaveText('Милан');
});

test('[O4] full-length prose in every language and script stands inside the safe area, whole', async ({
  page,
}) => {
  await openOverlay(page);
  for (const { language, text: words } of prose) {
    expect(await put(words, { language, name: 'Đorđe Ђорђе Gjorgjë' })).toBe(true);
    await expect(text(page)).toHaveText(words);
    expect(await misplaced(page), words).toEqual([]);
  }
});

test('[O5] whatever the rules of text allow stands inside the safe area, whole, and runs nothing', async ({
  page,
}) => {
  test.setTimeout(180_000);
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await openOverlay(page);
  const allowed = naughty.flatMap((words) => {
    const clean = cleanText(words, QUESTION_GRAPHEMES);
    return clean.ok ? [clean.text] : [];
  });
  expect(allowed.length).toBeGreaterThan(150);
  for (const words of allowed) {
    await put(words);
    await page.waitForFunction(
      (expected) => document.querySelector('article.shown p')?.textContent === expected,
      words,
    );
    expect(await misplaced(page), JSON.stringify(words)).toEqual([]);
  }
  expect(dialogs).toBe(0);
});

test('[O6] a change crossfades: the picture is never bare in between', async ({ page }) => {
  await openOverlay(page);
  await put('Where can I recycle batteries?');
  await expect(page.locator('article.shown')).toHaveCSS('opacity', '1');
  const thinnest = page.evaluate(async () => {
    let least = 1;
    for (const end = performance.now() + 1_500; performance.now() < end; ) {
      await new Promise(requestAnimationFrame);
      const bare = Array.from(
        document.querySelectorAll('article'),
        (layer) => 1 - Number(getComputedStyle(layer).opacity),
      );
      least = Math.min(least, 1 - bare.reduce((product, part) => product * part, 1));
    }
    return least;
  });
  await put('Hoće li grejanje poskupeti ove zime?', { language: 'sr-Latn' });
  expect(await thinnest).toBeGreaterThan(0.85);
  await expect(page.locator('article')).toHaveCount(1);
});

test('[O7] while the server is gone the picture stays; with its return the picture is what was taken', async ({
  page,
}) => {
  const opened = page.waitForEvent('websocket');
  await openOverlay(page);
  const socket = await opened;
  await put('Шта ће бити са старом робном кућом?', { language: 'sr-Cyrl' });
  await expect(text(page)).toHaveText('Шта ће бити са старом робном кућом?');
  const cut = socket.waitForEvent('close');
  await debate.server.stop('SIGKILL');
  await cut;
  await expect(text(page)).toHaveText('Шта ће бити са старом робном кућом?');
  await debate.server.start();
  await debate.clear();
  await expect(page.locator('article')).toHaveCount(0);
  await put('Kush i mbledh mbeturinat e mëdha?', { language: 'sq' });
  await expect(text(page)).toHaveText('Kush i mbledh mbeturinat e mëdha?');
});

test('[O12] a network that dies without a word leaves the picture, and its return brings what is on air by then', async ({
  page,
}) => {
  const { links } = debate.debate;
  const network = await Network.before(Number(new URL(debate.server.url).port));
  await put('Kur hapet palestra e re?', { language: 'sq' });
  await page.goto(links.overlay.replace(/:\d+/, `:${network.port}`));
  await expect(text(page)).toHaveText('Kur hapet palestra e re?');
  network.die();
  await debate.clear();
  await put('Ko čisti reku posle poplave?', { language: 'sr-Latn' });
  await expect(text(page)).toHaveText('Kur hapet palestra e re?');
  network.heal();
  await expect(text(page)).toHaveText('Ko čisti reku posle poplave?', { timeout: 40_000 });
  await expect(page.locator('article.shown')).toHaveCount(1);
  network.close();
  await debate.clear();
});

test('[O8] a view older than the one shown is dropped', async ({ page }) => {
  let send = (_seq: number, _words: string) => {};
  await page.routeWebSocket(/socket\.io/, (socket) => {
    socket.connectToServer();
    send = (seq, words) => {
      const onAir = { questionId: 'x', text: words, language: 'en', since: seq };
      socket.send(`42/overlay,${JSON.stringify(['view', { seq, title: '', series: '', onAir }])}`);
    };
  });
  const shown: string[] = [];
  await page.exposeFunction('tellShown', (words: string) => shown.push(words));
  await put('Could the youth centre stay open on Sundays?');
  await openOverlay(page);
  await expect(text(page)).toHaveText('Could the youth centre stay open on Sundays?');
  await page.evaluate(() => {
    const { tellShown } = window as unknown as { tellShown: (words: string) => void };
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node instanceof Element) tellShown(node.querySelector('p')?.textContent ?? '');
    }).observe(document.body, { childList: true });
  });
  send(1, 'old');
  send(1_000_000, 'new');
  await expect.poll(() => shown).toEqual(['new']);
});

test('[O9] a refused handshake is tried again until it is let in', async ({ page }) => {
  let attempts = 0;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    attempts += 1;
    if (attempts > 2) {
      socket.connectToServer();
      return;
    }
    socket.send('0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":8000}');
    socket.onMessage(() => socket.send('44/overlay,{"message":"no","data":{"code":"unavailable"}}'));
  });
  await put('Will there be a late bus on concert nights?');
  await openOverlay(page);
  await expect(text(page)).toHaveText('Will there be a late bus on concert nights?', { timeout: 15_000 });
  expect(attempts).toBeGreaterThan(2);
});

test('[O10] a key that is revoked takes the picture off', async ({ page }) => {
  const created = await debate.api('POST', '/keys', { role: 'overlay' });
  const { key, link } = created as CreatedKey;
  await put('Why do internships never pay for the bus?');
  await page.goto(link);
  await expect(text(page)).toHaveText('Why do internships never pay for the bus?');
  await debate.api('DELETE', `/keys/${key.id}`);
  await expect(page.locator('article')).toHaveCount(0);
});

test('[O3] a take is painted within moments of its acknowledgement', async ({ page }) => {
  const painted: ((at: number) => void)[] = [];
  await page.exposeFunction('tellPainted', (at: number) => painted.shift()?.(at));
  await openOverlay(page);
  await page.evaluate(() => {
    const { tellPainted } = window as unknown as { tellPainted: (at: number) => void };
    const afterPaint = new MessageChannel();
    afterPaint.port1.onmessage = () => tellPainted(performance.timeOrigin + performance.now());
    new MutationObserver((changes) => {
      if (changes.some(({ addedNodes }) => addedNodes.length > 0))
        requestAnimationFrame(() => afterPaint.port2.postMessage(''));
    }).observe(document.body, { childList: true });
  });
  const delays: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const id = await debate.approved(`Question number ${round}`);
    const shown = new Promise<number>((done) => painted.push(done));
    await debate.take(id ?? '');
    const acknowledged = performance.timeOrigin + performance.now();
    delays.push((await shown) - acknowledged);
  }
  delays.sort((a, b) => a - b);
  const [median = 0, slowest = 0] = [delays[10], delays.at(-1)];
  test.info().annotations.push({
    type: 'take to paint',
    description: `median ${median.toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`,
  });
  expect(median).toBeLessThan(100);
});
