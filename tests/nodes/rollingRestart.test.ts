/** An update in the middle of an evening: one node after the other is stopped and started, behind nginx. Needs dist/. */
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreatedDebate, DebateDetail } from '../../shared/api.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { Desk } from '../../tools/desk.ts';
import { Phone } from '../../tools/phone.ts';
import { StormPhone } from '../storm/StormPhone.ts';
import { arrival } from './arrival.ts';
import { canInstall, Installation } from './installation.ts';

const unless = canInstall ? '' : ' (skipped: there is no redis-server, nginx or openssl)';
const NEW_ASSET = 'assets/audience/of-the-next-version.js';
const PHONES = 100;
const QUESTIONS = Array.from({ length: 20 }, (_, index) => `question-${index}`);
const BACK_WITHIN_MS = 5_000;
const VOTES_BETWEEN = 2_000;

class TimedPhone extends StormPhone {
  /** The longest that one vote took to be acknowledged, whatever was in its way. */
  slowest = { ms: 0, story: '' };
  #sentAt = 0;
  #story: string[] = [];

  constructor(options: ConstructorParameters<typeof StormPhone>[0]) {
    super(options);
    for (const event of ['connect', 'view', 'disconnect', 'connect_error'])
      this.socket.on(event, (what: unknown) => this.#tell(event, what));
  }

  override async upvote(questionId: string, up?: boolean): Promise<Outcome> {
    this.#sentAt = performance.now();
    this.#story = [];
    const outcome = await super.upvote(questionId, up);
    const ms = performance.now() - this.#sentAt;
    if (ms > this.slowest.ms) this.slowest = { ms, story: this.#story.join(', ') };
    return outcome;
  }

  #tell(event: string, what: unknown): void {
    const why = what instanceof Error ? ` (${what.message})` : typeof what === 'string' ? ` (${what})` : '';
    this.#story.push(`${event}${why} at ${Math.round(performance.now() - this.#sentAt)} ms`);
  }
}

const votesOf = (questions: Record<string, { votes: number }> = {}) =>
  QUESTIONS.map((id) => questions[id]?.votes);

/** The second node's folder: another build, with a file that the first has not. */
function addNextVersion(folder: string): void {
  cpSync('dist', join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'dist/client/audience', NEW_ASSET), 'export {};');
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
}

describe.skipIf(!canInstall)(`an update${unless}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sofra-next-'));
  let sofra: Installation;
  beforeAll(async () => {
    addNextVersion(folder);
    sofra = await Installation.start(['env', '-C', folder]);
  });
  afterAll(async () => {
    await sofra?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test('[N7] what belongs to a page comes from the node that has it', async () => {
    const statuses = (url: string) =>
      Promise.all(Array.from({ length: 8 }, async () => (await fetch(`${url}/${NEW_ASSET}`)).status));
    const [old, next] = sofra.nodes;
    expect(new Set(await statuses(old.url))).toEqual(new Set([404]));
    expect(new Set(await statuses(next.url))).toEqual(new Set([200]));
    expect(new Set(await statuses(sofra.origin))).toEqual(new Set([200]));
    expect((await fetch(`${sofra.origin}/assets/audience/in-neither.js`)).status).toBe(404);
  });

  test('[N14] nodes that are restarted one after the other lose no vote, and no phone for long', async () => {
    const { id, code, links } = await sofra.api<CreatedDebate>('/debates', {
      title: 'News',
      screening: 'off',
    });
    const phones = Array.from(
      { length: PHONES },
      (_, seed) => new TimedPhone({ url: sofra.origin, code, seed }),
    );
    const desk = new Desk({ url: sofra.origin, debate: id, key: new URL(links.moderator).hash.slice(1) });
    const arrivedMs = await arrival([desk, ...phones]);
    for (const question of QUESTIONS) await phones[0]?.ask('Is all kept?', { id: question });
    await desk.send({ type: 'take', questionId: 'question-0', expected: null });
    await expect.poll(() => phones.every(({ view }) => view?.onAir)).toBe(true);

    let isOver = false;
    const answers = () => phones.reduce((sum, phone) => sum + phone.answers, 0);
    const storm = Promise.all(phones.map((phone) => phone.vote(QUESTIONS, () => isOver)));
    const goesOn = () => {
      const enough = answers() + VOTES_BETWEEN;
      return expect.poll(answers, { interval: 10 }).toBeGreaterThan(enough);
    };
    for (const node of sofra.nodes) {
      await goesOn();
      expect(await node.stop('SIGTERM')).toBe(0);
      await node.start();
    }
    await goesOn();
    // Only to be printed: how the machine does by now.
    const latecomers = Array.from({ length: PHONES }, () => new Phone({ url: sofra.origin, code }));
    const arrivedLateMs = await arrival(latecomers);
    isOver = true;
    await storm;

    const given = QUESTIONS.map(
      (question) => phones.filter(({ acknowledged }) => acknowledged.get(question)).length,
    );
    const { questions } = await sofra.api<DebateDetail>(`/debates/${id}`);
    expect(votesOf(questions)).toEqual(given);
    for (const { url } of sofra.nodes) {
      const newcomer = new Phone({ url, code });
      await newcomer.ready;
      expect(votesOf(newcomer.view?.questions)).toEqual(given);
      expect(newcomer.view?.onAir?.questionId).toBe('question-0');
      newcomer.close();
    }
    expect(phones.flatMap(({ lost }) => lost)).toEqual([]);
    const [slowest] = phones.map((phone) => phone.slowest).sort((one, other) => other.ms - one.ms);
    console.log(
      `${answers()} votes through two restarts, none lost; the slowest took ${Math.round(slowest?.ms ?? 0)} ms ` +
        `(${slowest?.story}), where a hundred arrive within ${Math.round(arrivedMs)} and ${Math.round(arrivedLateMs)} ms`,
    );
    expect((slowest?.ms ?? Number.POSITIVE_INFINITY) - arrivedMs).toBeLessThan(BACK_WITHIN_MS);
    for (const screen of [desk, ...phones, ...latecomers]) screen.close();
  });
});
