/** Two built servers behind nginx, as docs/deploy says, and one of them killed. Needs the build in dist/. */
import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreatedDebate, DebateDetail } from '../../shared/api.ts';
import { Desk } from '../../tools/desk.ts';
import { Phone } from '../../tools/phone.ts';
import { UpvoteStorm } from '../storm/UpvoteStorm.ts';
import { arrival } from './arrival.ts';
import { canInstall, Installation } from './installation.ts';
import { OTHER_SITE } from './nginx.ts';

const unless = canInstall ? '' : ' (skipped: there is no redis-server, nginx or openssl)';
const PHONES = 200;
const QUESTIONS = 60;
const BACK_WITHIN_MS = 5_000;
/** A node that is gone is missed at its third beat, of 2 s each. */
const COUNTED_WITHIN_MS = 10_000;

describe.skipIf(!canInstall)(`two nodes behind nginx${unless}`, () => {
  let sofra: Installation;
  beforeAll(async () => {
    sofra = await Installation.start();
  });
  afterAll(() => sofra?.remove());

  test('[N7] nginx as docs/deploy has it: https alone, the studio over it, no figures for strangers', async () => {
    const { origin, plain, nodes } = sofra;
    const moved = await fetch(`${plain}/studio`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([301, 'https://127.0.0.1/studio']);
    expect((await fetch(`${origin}/metrics`)).status).toBe(403);
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ alive: true });
    expect((await fetch(`${origin}/studio`)).headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    );
    const signedIn = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', origin },
      body: JSON.stringify({ secret: nodes[1].signInLink?.split('sign-in=')[1] }),
    });
    expect(signedIn.status).toBe(204);
    expect(signedIn.headers.get('set-cookie')).toContain('; Secure');
  });

  test('[N7] nginx as docs/deploy has it writes down nobody who comes, by http or https, and other sites keep their log', async () => {
    const { origin, plain } = sofra;
    await fetch(`${plain}/canary-plain`, { redirect: 'manual' });
    await fetch(`${origin}/canary-tls`);
    const other = request(`${plain}/canary-other`, { headers: { host: OTHER_SITE } }).end();
    await once(other, 'response');
    await expect.poll(() => sofra.accesses).toContain('canary-other');
    expect(sofra.accesses.match(/GET \S+/g)).toEqual(['GET /canary-other']);
  });

  test('[N8] a node is killed under load: its phones are back on the other in 5 s, nothing lost or doubled', async () => {
    const [one, other] = sofra.nodes;
    const { id, code } = await sofra.api<CreatedDebate>('/debates', { title: 'Away', screening: 'off' });
    const phones = Array.from({ length: PHONES }, () => new Phone({ url: sofra.origin, code }));
    const arrivedMs = await arrival(phones);
    const questions = Array.from({ length: QUESTIONS }, (_, index) => `question-${index}`);
    await Promise.all(
      [...questions, 'question-after'].map((question) => phones[0]?.ask('Is all kept?', { id: question })),
    );

    const knowsAll = ({ view }: Phone) =>
      view?.questions['question-after'] && questions.every((id) => view.questions[id]);
    await expect.poll(() => phones.every(knowsAll)).toBe(true);

    const storm = new UpvoteStorm(phones, questions);
    await expect.poll(() => storm.acknowledged, { interval: 1 }).toBeGreaterThan(storm.votes / 3);
    await one.stop('SIGKILL');
    const killedAt = performance.now();
    expect(storm.acknowledged).toBeLessThan(storm.votes);
    await Promise.all(phones.map((phone) => phone.upvote('question-after')));
    const backMs = performance.now() - killedAt;
    expect(backMs - arrivedMs).toBeLessThan(BACK_WITHIN_MS);
    await storm.over;

    const votes = async () => {
      const detail = await sofra.api<DebateDetail>(`/debates/${id}`);
      return [...questions, 'question-after'].map((question) => detail.questions[question]?.votes);
    };
    const exact = Array.from({ length: QUESTIONS + 1 }, () => PHONES);
    expect(await votes()).toEqual(exact);
    await one.start();
    await other.stop('SIGKILL');
    expect(await votes()).toEqual(exact);
    const again = performance.now();
    await Promise.all(phones.map((phone) => phone.upvote('question-after', false)));
    const againMs = performance.now() - again;
    expect(againMs - arrivedMs).toBeLessThan(BACK_WITHIN_MS);
    console.log(
      `a node was killed: all its phones voted on the other in ${Math.round(backMs)} ms, then ${Math.round(againMs)} ms`,
    );
    expect(sofra.logged).not.toContain('client:');
    for (const phone of phones) phone.close();
  });

  test('[N9] the phones of a node that was killed are not counted for long', async () => {
    const [one, other] = sofra.nodes;
    await other.start();
    const { id, code, links } = await sofra.api<CreatedDebate>('/debates', { title: 'Counted' });
    const phones = [one, one, one, other, other].map(({ url }) => new Phone({ url, code }));
    const desk = new Desk({ url: other.url, debate: id, key: new URL(links.moderator).hash.slice(1) });
    await expect.poll(() => desk.view?.present).toBe(5);
    await one.stop('SIGKILL');
    await expect.poll(() => desk.view?.present, { timeout: COUNTED_WITHIN_MS }).toBe(2);
    await one.start();
    await expect.poll(() => desk.view?.present, { timeout: COUNTED_WITHIN_MS }).toBe(5);
    for (const screen of [...phones, desk]) screen.close();
  });
});
