/** A debate in full swing on two nodes, with one question on air: what is to be true of it when Redis has been away. */
import { expect } from 'vitest';
import type { DebateDetail } from '../../shared/api.ts';
import { Phone } from '../../tools/phone.ts';
import type { TestDebate, Wire } from '../gateway/startServer.ts';
import { InsistentPhone } from './insistentPhone.ts';
import type { TwoNodes } from './twoNodes.ts';

const PHONES = 30;
const QUESTIONS = Array.from({ length: 20 }, (_, index) => `question-${index}`);
const ON_AIR = 'question-0';
/** What Redis does not answer is given up after 2 s, what it does not tell after 2 more; one batch may be ahead. */
const ANSWERED_WITHIN_MS = 6_000;

/** Whatever Redis they share. */
type Nodes = Pick<TwoNodes, 'one' | 'other' | 'debate'>;

export class Evening {
  readonly #nodes: Nodes;
  readonly #debates: readonly TestDebate[];
  readonly #phones: InsistentPhone[];
  readonly #overlays: Wire[];
  readonly #fallenOverlays: Wire[] = [];
  readonly #storm: Promise<unknown>;
  #isOver = false;
  /** Why a phone gave up; none may. */
  #failure: unknown;

  private constructor(nodes: Nodes, debates: readonly TestDebate[], overlays: Wire[], phones: Wire[]) {
    this.#nodes = nodes;
    this.#debates = debates;
    this.#overlays = overlays;
    for (const overlay of overlays) overlay.socket.on('disconnect', () => this.#fallenOverlays.push(overlay));
    this.#phones = phones.map((wire, index) => new InsistentPhone(index, wire));
    this.#storm = Promise.all(this.#phones.map((phone) => phone.insist(QUESTIONS, () => this.#isOver)));
    this.#storm.catch((failure) => {
      this.#failure = failure;
    });
  }

  static async begin(nodes: Nodes): Promise<Evening> {
    const debates = await nodes.debate({ screening: 'off' });
    const [here] = debates;
    const [author, desk] = [here.phone(), here.staff('moderator')];
    for (const id of QUESTIONS)
      expect(await author.send({ type: 'askQuestion', id, text: 'Ko popravlja most?' })).toMatchObject({
        ok: true,
      });
    await desk.send({ type: 'take', questionId: ON_AIR, expected: null });
    const overlays = debates.map((debate) => debate.staff('overlay'));
    for (const overlay of overlays) await overlay.until('view', ({ onAir }) => onAir?.questionId === ON_AIR);
    const phones = Array.from({ length: PHONES }, (_, index) => (debates[index % 2] ?? here).phone());
    for (const phone of phones) await phone.until('view', ({ onAir }) => onAir);
    return new Evening(nodes, debates, overlays, phones);
  }

  get acknowledged(): number {
    return this.#sum(({ acknowledged }) => acknowledged);
  }

  get refused(): number {
    return this.#sum(({ refused }) => refused);
  }

  /** Resolves once so many more commands have been acknowledged. */
  async goesOn(by = 300): Promise<void> {
    const enough = this.acknowledged + by;
    await this.#until(() => this.acknowledged > enough);
  }

  /** Resolves once commands are being refused. */
  async isHeld(): Promise<void> {
    const before = this.refused;
    await this.#until(() => this.refused > before);
  }

  async #until(isSo: () => boolean): Promise<void> {
    await expect.poll(() => this.#failure !== undefined || isSo(), { interval: 20 }).toBe(true);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Ends the storm and checks everything. @returns what there is to say of it */
  async end(): Promise<string> {
    this.#isOver = true;
    await this.#storm;
    const expected = this.#expected();
    for (const [index, node] of [this.#nodes.one, this.#nodes.other].entries()) {
      const { id = '', code = '' } = this.#debates[index] ?? {};
      const { questions } = await node.api<DebateDetail>('GET', `/debates/${id}`);
      expect(talliesOf(questions)).toEqual(expected);
      const newcomer = new Phone({ url: node.origin, code });
      await newcomer.ready;
      expect(talliesOf(newcomer.view?.questions ?? {})).toEqual(expected);
      newcomer.close();
    }
    for (const { heard } of this.#overlays)
      for (const { event, payload } of heard)
        if (event === 'view') expect(payload.onAir?.questionId).toBe(ON_AIR);
    expect(this.#fallenOverlays).toEqual([]);
    expect(this.#sum(({ fell }) => fell)).toBe(0);
    const slowestMs = Math.max(...this.#phones.map((phone) => phone.slowestMs));
    expect(slowestMs).toBeLessThan(ANSWERED_WITHIN_MS);
    return (
      `${this.acknowledged} acknowledged, none lost or doubled; ${this.refused} refused for now and sent again; ` +
      `the slowest answer took ${Math.round(slowestMs)} ms`
    );
  }

  /** What was acknowledged amounts to so many votes for each question. */
  #expected(): Record<string, number> {
    const votes = QUESTIONS.map((id) => [id, this.#phones.filter((phone) => phone.votes.get(id)).length]);
    const asked = this.#phones.flatMap((phone) => [...phone.asked].map((id) => [id, 0]));
    return Object.fromEntries([...votes, ...asked]);
  }

  #sum(count: (phone: InsistentPhone) => number): number {
    return this.#phones.reduce((sum, phone) => sum + count(phone), 0);
  }
}

const talliesOf = (questions: Record<string, { votes: number }>): Record<string, number> =>
  Object.fromEntries(Object.entries(questions).map(([id, { votes }]) => [id, votes]));
