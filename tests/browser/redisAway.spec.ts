/** The phone's page while the server is there and its Redis is not. */
import { expect, test } from '@playwright/test';
import words from '../../client/i18n/audience/sr-Cyrl.json' with { type: 'json' };
import deskWords from '../../client/i18n/moderator/sr-Latn.json' with { type: 'json' };
import { hasRedis, RedisServer } from '../journal/redisServer.ts';
import { DebateUnderTest } from './debateUnderTest.ts';

test.skip(!hasRedis, 'there is no redis-server');

test('[N6] a phone says plainly that nothing is kept now, keeps what was done, and sends it afterwards', async ({
  browser,
}) => {
  const redis = await RedisServer.start();
  const debate = await DebateUnderTest.start('Mitrovica Social Club', { REDIS_URL: redis.url });
  const question = await debate.approved('Када ће мост бити осветљен?', { language: 'sr-Cyrl' });
  const context = await browser.newContext({ locale: 'sr-Cyrl', viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  await page.goto(debate.debate.links.audience);
  const row = page.getByRole('listitem').filter({ hasText: 'осветљен' });
  await expect(row).toBeVisible();

  await redis.stop();
  await row.getByRole('button').click();
  await expect(page.getByRole('status').filter({ hasText: words['link.held'] })).toBeVisible();
  await expect(row.getByRole('button')).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: words['link.held'] })).toBeVisible();
  await expect(row.getByRole('button')).toHaveAttribute('aria-pressed', 'true');

  await redis.start();
  await expect(page.getByText(words['link.held'])).toBeHidden();
  const votes = async () =>
    ((await debate.api('GET', '')) as { questions: Record<string, { votes: number }> }).questions[
      question ?? ''
    ]?.votes;
  await expect.poll(votes).toBe(1);
  await context.close();
  await debate.stop();
  await redis.remove();
});

test('[M20] a moderator is told that an act was not done, or that nobody knows', async ({ browser }) => {
  const redis = await RedisServer.start();
  const debate = await DebateUnderTest.start('Mitrovica Social Club', { REDIS_URL: redis.url });
  await debate.phone.ask('Kada će most biti osvetljen?', { id: 'question-1', language: 'sr-Latn' });
  const context = await browser.newContext({ locale: 'sr-Latn', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(debate.debate.links.moderator);
  const approve = page.getByRole('button', { name: deskWords['act.approve'] }).first();
  const says = (text: string) => expect(page.getByRole('status').filter({ hasText: text })).toBeVisible();

  redis.freeze();
  await approve.press('Enter');
  await says(deskWords['said.unanswered']);
  await approve.press('Enter');
  await says(deskWords['refusal.unavailable']);
  redis.thaw();
  await context.close();
  await debate.stop();
  await redis.remove();
});
