import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreatedDebate, DebateDetail } from '../../shared/api.ts';
import { Desk } from '../../tools/desk.ts';
import { Phone } from '../../tools/phone.ts';
import { UpvoteStorm } from '../storm/UpvoteStorm.ts';
import { arrival } from './arrival.ts';
import { canInstallOnMachines, Installation } from './installation.ts';
import type { Machine } from './lan.ts';

const unless = canInstallOnMachines
  ? ''
  : ' (skipped: it takes root, iproute2, nginx, openssl and redis-server)';
const VOTERS = 60;
const IDLERS = 40;
const QUESTIONS = Array.from({ length: 60 }, (_, index) => `question-${index}`);
/** nginx is sure after 4 s; then it waits 1 s for the machine, before it asks the other. */
const IDLERS_BACK_WITHIN_MS = 8_000;
/** Who waits for an answer gives the link up after 5 s of silence; then the same. */
const VOTERS_BACK_WITHIN_MS = 9_000;
/** Moderators still count them for so long. */
const COUNTED_WITHIN_MS = 12_000;
const LONG_MS = 120_000;

class LostPhone extends Phone {
  /** Every time it was connected. */
  readonly connectedAt: number[] = [];

  constructor(options: { url: string; code: string }) {
    super(options);
    this.socket.on('connect', () => this.connectedAt.push(performance.now()));
  }
}

describe.skipIf(!canInstallOnMachines)(`a machine that vanishes${unless}`, () => {
  let sofra: Installation;
  let machines: [Machine, Machine];
  beforeAll(async () => {
    ({ sofra, machines } = await Installation.onMachines());
  });
  afterAll(() => sofra?.remove());

  test(
    '[N13] the phones of a machine that vanishes without a word are on the other in seconds, nothing lost or doubled',
    async () => {
      const { id, code, links } = await sofra.api<CreatedDebate>('/debates', {
        title: 'Away',
        screening: 'off',
      });
      const make = (count: number) =>
        Array.from({ length: count }, () => new LostPhone({ url: sofra.origin, code }));
      const [voters, idlers] = [make(VOTERS), make(IDLERS)];
      const phones = [...voters, ...idlers];
      const arrivedMs = await arrival(phones);
      await Promise.all(QUESTIONS.map((question) => voters[0]?.ask('Is all kept?', { id: question })));
      const knowsAll = ({ view }: Phone) => QUESTIONS.every((question) => view?.questions[question]);
      await expect.poll(() => voters.every(knowsAll)).toBe(true);
      const [one, other] = sofra.nodes;
      const key = new URL(links.moderator).hash.slice(1);
      const desk = new Desk({ url: other.url, debate: id, key });
      await expect.poll(() => desk.view?.present).toBe(phones.length);

      const storm = new UpvoteStorm(voters, QUESTIONS);
      await expect.poll(() => storm.acknowledged, { interval: 1 }).toBeGreaterThan(storm.votes / 3);
      machines[0].vanish();
      const vanishedAt = performance.now();
      expect(storm.acknowledged).toBeLessThan(storm.votes);
      await storm.over;
      const lost = () => idlers.filter(({ connectedAt }) => connectedAt.length > 1);
      await expect.poll(() => lost().length).toBeGreaterThan(IDLERS / 4);
      await expect.poll(() => desk.view?.present, { timeout: COUNTED_WITHIN_MS }).toBe(phones.length);
      const idlersMs = Math.max(...lost().map(({ connectedAt }) => (connectedAt[1] ?? 0) - vanishedAt));
      expect(idlersMs - arrivedMs).toBeLessThan(IDLERS_BACK_WITHIN_MS);
      expect(storm.slowestMs - arrivedMs).toBeLessThan(VOTERS_BACK_WITHIN_MS);

      const votes = async () => {
        const { questions } = await sofra.api<DebateDetail>(`/debates/${id}`);
        return QUESTIONS.map((question) => questions[question]?.votes);
      };
      const exact = QUESTIONS.map(() => VOTERS);
      expect(await votes()).toEqual(exact);
      machines[0].comeBack();
      await expect.poll(async () => (await fetch(`${one.url}/readyz`)).status).toBe(200);
      machines[1].vanish();
      expect(await votes()).toEqual(exact);
      console.log(
        `a machine vanished: phones with a vote underway had it acknowledged by the other in ${Math.round(storm.slowestMs)} ms, ` +
          `${lost().length} idle ones were there in ${Math.round(idlersMs)} ms`,
      );
      for (const screen of [...phones, desk]) screen.close();
    },
    LONG_MS,
  );
});
