/** The phone's page while the machine that serves it vanishes, through nginx and to another node. */
import { expect, test } from '@playwright/test';
import type { CreatedDebate, DebateDetail } from '../../shared/api.ts';
import { Phone } from '../../tools/phone.ts';
import { API_TOKEN } from '../gateway/startServer.ts';
import { canInstallOnMachines, Installation } from '../nodes/installation.ts';
import type { Machine } from '../nodes/lan.ts';

test.skip(!canInstallOnMachines, 'it takes root, iproute2, nginx, openssl and redis-server');
test.use({ ignoreHTTPSErrors: true, viewport: { width: 360, height: 640 } });

/** Silence is suspect after 5 s; then nginx waits 1 s for the machine, before it asks the other. */
const BACK_WITHIN_MS = 9_000;

let sofra: Installation;
let machines: [Machine, Machine];
test.beforeAll(async () => {
  ({ sofra, machines } = await Installation.onMachines());
});
test.afterAll(() => sofra?.remove());

async function phonesOn({ url }: { url: string }): Promise<number> {
  const headers = { Authorization: `Bearer ${API_TOKEN}` };
  const metrics = await (await fetch(`${url}/metrics`, { headers })).text();
  return Number(/sofra_sockets{screen="audience"} (\d+)/.exec(metrics)?.[1]);
}

test('[P17] a page that waits for an answer gives a silent link up in seconds, and goes on with another node', async ({
  page,
}) => {
  const { id, code, links } = await sofra.api<CreatedDebate>('/debates', { title: 'Away', screening: 'off' });
  await page.goto(links.audience);
  const [one, other] = sofra.nodes;
  await expect.poll(async () => (await phonesOn(one)) + (await phonesOn(other))).toBe(1);
  const isOnOne = (await phonesOn(one)) === 1;
  const [gone, left] = isOnOne ? [machines[0], other] : [machines[1], one];
  const neighbour = new Phone({ url: left.url, code });
  await neighbour.ask('Kush e rregullon urën?', { id: 'question-1' });
  const row = page.getByRole('listitem').filter({ hasText: 'urën' });
  await expect(row).toBeVisible();

  gone.vanish();
  const vanishedAt = performance.now();
  await row.getByRole('button').click();
  await expect(row.getByRole('button')).toHaveAttribute('aria-pressed', 'true');
  const votes = () => neighbour.view?.questions['question-1']?.votes;
  await expect.poll(votes, { timeout: BACK_WITHIN_MS, intervals: [20] }).toBe(1);
  const ms = Math.round(performance.now() - vanishedAt);
  await neighbour.ask('Ko popravlja most?', { id: 'question-2' });
  await expect(page.getByRole('listitem').filter({ hasText: 'most' })).toBeVisible();
  const { questions } = await sofra.api<DebateDetail>(`/debates/${id}`);
  expect(questions['question-1']?.votes).toBe(1);
  console.log(`the page's vote was on the other node ${ms} ms after its own had vanished`);
  neighbour.close();
});
