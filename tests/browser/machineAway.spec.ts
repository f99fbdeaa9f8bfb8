/** The phone's page while the machine that serves it vanishes, through nginx and to another node. */
import { expect, type Page, test } from '@playwright/test';
import type { CreatedDebate, DebateDetail } from '../../shared/api.ts';
import { Desk } from '../../tools/desk.ts';
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

/** A browser gives up what it loads while the links of its machine change, as those of the test's machines just did. */
const open = (page: Page, url: string) => expect(() => page.goto(url)).toPass();

async function socketsOn({ url }: { url: string }, screen: string): Promise<number> {
  const headers = { Authorization: `Bearer ${API_TOKEN}` };
  const metrics = await (await fetch(`${url}/metrics`, { headers })).text();
  return Number(new RegExp(`sofra_sockets{screen="${screen}"} (\\d+)`).exec(metrics)?.[1]);
}

/** The machine whose node has the only screen of this kind, and the other node. */
async function placesOf(screen: string): Promise<{ gone: Machine; left: { url: string } }> {
  const [one, other] = sofra.nodes;
  await expect.poll(async () => (await socketsOn(one, screen)) + (await socketsOn(other, screen))).toBe(1);
  return (await socketsOn(one, screen)) === 1
    ? { gone: machines[0], left: other }
    : { gone: machines[1], left: one };
}

test('[P17] a page that waits for an answer gives a silent link up in seconds, and goes on with another node', async ({
  page,
}) => {
  const { id, code, links } = await sofra.api<CreatedDebate>('/debates', { title: 'Away', screening: 'off' });
  await open(page, links.audience);
  const { gone, left } = await placesOf('audience');
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

test('[N13] an overlay whose machine vanishes shows what is taken on the other node within seconds', async ({
  page,
}) => {
  for (const machine of machines) machine.comeBack();
  const isReady = async ({ url }: { url: string }) => (await fetch(`${url}/readyz`)).ok;
  for (const node of sofra.nodes) await expect.poll(() => isReady(node), { timeout: 20_000 }).toBe(true);
  const { id, code, links } = await sofra.api<CreatedDebate>('/debates', { title: 'Air', screening: 'off' });
  await open(page, links.overlay);
  const { gone, left } = await placesOf('overlay');
  const phone = new Phone({ url: left.url, code });
  const desk = new Desk({ url: left.url, debate: id, key: new URL(links.moderator).hash.slice(1) });
  await phone.ask('Kush e rregullon urën?', { id: 'question-1' });
  await phone.ask('Ko popravlja most?', { id: 'question-2' });
  await desk.send({ type: 'take', questionId: 'question-1', expected: null });
  await expect(page.locator('article.shown')).toContainText('urën');

  gone.vanish();
  const vanishedAt = performance.now();
  await desk.send({ type: 'take', questionId: 'question-2', expected: 'question-1' });
  await expect(page.locator('article.shown')).toContainText('most', { timeout: BACK_WITHIN_MS });
  console.log(
    `the overlay showed it ${Math.round(performance.now() - vanishedAt)} ms after its machine had vanished`,
  );
  for (const screen of [phone, desk]) screen.close();
});
