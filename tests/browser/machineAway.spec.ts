/** The phone's page while the machine that serves it vanishes, through nginx and to another node. */
import { expect, test } from '@playwright/test';
import type { CreatedDebate, DebateDetail } from '../../shared/api.ts';
import { Phone } from '../../tools/phone.ts';
import { canInstall, Installation } from '../nodes/installation.ts';

test.skip(!canInstall, 'it takes root, iproute2, nginx, openssl and redis-server');
test.use({ ignoreHTTPSErrors: true, viewport: { width: 360, height: 640 } });

const BACK_WITHIN_MS = 9_000;

test('[P17] a page that waits for an answer gives a silent link up in seconds, and goes on with another node', async ({
  page,
}) => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  const sofra = await Installation.start();
  const { id, code, links } = await sofra.api<CreatedDebate>('/debates', { title: 'Away', screening: 'off' });
  await page.goto(links.audience);
  const [one, other] = sofra.nodes;
  // One of the two is the page's: its questions come over the other, directly.
  const phonesOf = async ({ server }: typeof one) =>
    Number(/screen="audience"[^\n]* (\d+)/.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1]);
  await expect.poll(async () => (await phonesOf(one)) + (await phonesOf(other))).toBe(1);
  const [gone, left] = (await phonesOf(one)) === 1 ? [one, other] : [other, one];
  const neighbour = new Phone({ url: left.server.url, code });
  await neighbour.ask('Kush e rregullon urën?', { id: 'question-1' });
  const row = page.getByRole('listitem').filter({ hasText: 'urën' });
  await expect(row).toBeVisible();

  gone.vanish();
  const vanishedAt = performance.now();
  await row.getByRole('button').click();
  await expect(row.getByRole('button')).toHaveAttribute('aria-pressed', 'true');
  const votes = async () => neighbour.view?.questions['question-1']?.votes;
  await expect.poll(votes, { timeout: BACK_WITHIN_MS, intervals: [20] }).toBe(1);
  const ms = Math.round(performance.now() - vanishedAt);
  await neighbour.ask('Ko popravlja most?', { id: 'question-2' });
  await expect(page.getByRole('listitem').filter({ hasText: 'most' })).toBeVisible();
  const { questions } = await sofra.api<DebateDetail>(`/debates/${id}`);
  expect(questions['question-1']?.votes).toBe(1);
  console.log(`the page's vote was on the other node ${ms} ms after its own had vanished`);

  neighbour.close();
  await sofra.remove();
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
});
