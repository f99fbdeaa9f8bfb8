/** The phone's page while the server is there and its Redis is not. */
import { expect, test } from '@playwright/test';
import words from '../../client/i18n/audience/sr-Cyrl.json' with { type: 'json' };
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
