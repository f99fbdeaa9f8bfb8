/** When a page that waits for an answer gives its link up, and when it must not. */
import { expect, test } from '@playwright/test';
import { DebateUnderTest } from './debateUnderTest.ts';

test.use({ viewport: { width: 360, height: 640 } });

const SECONDS = 7;

let debate: DebateUnderTest;
test.beforeAll(async () => {
  debate = await DebateUnderTest.start('Mitrovica Social Club');
});
test.afterAll(() => debate.stop());

for (const { hears, isWithheld, links } of [
  { hears: 'nothing', isWithheld: () => true, links: 2 },
  { hears: 'all else', isWithheld: (packet: string) => packet.startsWith('43'), links: 1 },
])
  test(`[P17] after ${SECONDS} s without an answer, a page that hears ${hears} is on link ${links}`, async ({
    page,
  }) => {
    const id = (await debate.approved(`Who hears ${hears}?`)) ?? '';
    let [made, heard, isMute] = [0, 0, false];
    await page.routeWebSocket(/socket\.io/, (link) => {
      made += 1;
      const isFirst = made === 1;
      link.connectToServer().onMessage((message) => {
        if (isFirst && isMute && isWithheld(String(message))) return;
        heard += 1;
        link.send(message);
      });
    });
    await page.clock.install();
    await page.goto(debate.debate.links.audience);
    const row = page.getByRole('listitem').filter({ hasText: hears });
    await expect(row).toBeVisible();
    isMute = true;
    await row.getByRole('button').click();
    for (let second = 1; second <= SECONDS; second += 1) {
      const before = heard;
      await debate.phone.upvote(id, second % 2 === 1);
      if (links === 1) await expect.poll(() => heard).toBeGreaterThan(before);
      await page.clock.fastForward(1_000);
    }
    await expect.poll(() => made).toBe(links);
    isMute = false;
    await page.clock.fastForward(2_000);
    const votes = () => debate.desk.view?.questions[id]?.votes;
    await expect.poll(votes).toBe(SECONDS % 2 === 1 ? 2 : 1);
    expect(made).toBe(links);
  });
