/** The console's state: the debate as this screen sees it, what is selected, and every act of its moderator. */
import { createContext } from 'svelte';
import { placed } from '../../shared/placed.ts';
import type { StaffWelcome } from '../../shared/protocol.ts';
import type { ModeratorPatch, ModeratorQuestion, ModeratorView } from '../../shared/views.ts';
import { Clock } from '../lib/clock.svelte.ts';
import { Connection } from '../lib/connection.svelte.ts';
import { recall, remember } from '../lib/remembered.ts';
import type { StaffLink } from '../lib/takeStaffLink.ts';
import { Acts } from './acts.svelte.ts';
import { actsFor, type Place, type QuestionAct } from './actsFor.ts';
import { Air } from './air.svelte.ts';
import { applyPatch } from './applyPatch.ts';
import { beforeAfterStep } from './beforeAfterStep.ts';
import { Lane } from './lane.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { searchable } from './searchable.ts';
import { sortIntoTabs, type Tab } from './sortIntoTabs.ts';
import { t } from './words.ts';

export type LaneName = 'incoming' | 'order';
export type Column = LaneName | 'air';

const LETTERS_AS = 'sofra.moderator.letters';

export const [getDesk, setDesk] = createContext<Desk>();

export class Desk {
  readonly clock = new Clock();
  readonly notices = new Notices();
  readonly connection: Connection<ModeratorView, ModeratorPatch>;
  readonly acts: Acts;
  readonly air: Air;
  readonly lanes: Record<LaneName, Lane> = { incoming: new Lane(), order: new Lane() };
  active: LaneName = $state('incoming');
  /** The column that a small window shows. */
  column: Column = $state('incoming');
  tab: Tab = $state('waiting');
  query = $state('');
  /** Whether single letters act (WCAG 2.1.4). */
  letters = $state(recall(LETTERS_AS) !== 'off');
  helping = $state(false);
  /** The question for which a reason is being chosen. */
  declining: string | null = $state(null);

  readonly live = $derived.by(() => this.connection.state === 'live');
  readonly questions = $derived.by(() => this.connection.view?.questions ?? {});
  readonly order = $derived.by(() => this.connection.view?.order ?? []);
  readonly onAir = $derived.by(() => this.connection.view?.onAir ?? null);
  readonly tabs = $derived(sortIntoTabs(this));
  /** What the incoming column has to show: its tab, narrowed by the search. */
  readonly found = $derived.by(() => this.#search(this.tabs[this.tab]));

  constructor({ debate, key }: StaffLink) {
    this.connection = new Connection<ModeratorView, ModeratorPatch>({
      screen: '/moderator',
      handshake: () => ({ debate, ...(key && { key }), protocol: 1 }),
      apply: applyPatch,
      on: { welcome: ({ time }: StaffWelcome) => this.clock.set(time) },
    });
    this.acts = new Acts(this.connection, this.notices);
    this.air = new Air({
      send: (command) => this.acts.send(command),
      done: ({ type }) => this.notices.say(t(type === 'take' ? 'said.taken' : 'said.cleared')),
      refused: (refusal) => this.acts.sayRefused(refusal),
    });
  }

  setLetters(on: boolean): void {
    this.letters = on;
    remember(LETTERS_AS, on ? null : 'off');
  }

  get lane(): Lane {
    return this.lanes[this.active];
  }

  placeOf(questionId: string): Place {
    if (this.onAir?.questionId === questionId) return 'onAir';
    return this.order.includes(questionId) ? 'queued' : 'neither';
  }

  actsFor(questionId: string): QuestionAct[] {
    const question = this.questions[questionId];
    return question ? actsFor(question, this.placeOf(questionId)) : [];
  }

  select(lane: LaneName, questionId: string): void {
    this.active = lane;
    this.column = lane;
    this.lanes[lane].select(questionId);
  }

  /** Something has just changed under the hand. Without a link that matters more. */
  refuseUnsteady(): void {
    this.notices.refuse(t(this.live ? 'said.steady' : 'said.away'));
  }

  async takeNext(): Promise<void> {
    const next = this.order[0];
    if (next === undefined) this.notices.refuse(t('next.none'));
    else if (!this.lanes.order.firstSteady) this.refuseUnsteady();
    else await this.air.take(next);
  }

  async act(act: QuestionAct, questionId: string): Promise<void> {
    switch (act) {
      case 'decline':
        this.declining = questionId;
        return;
      case 'take':
        return this.air.take(questionId);
      case 'clear':
        return this.air.clear();
      case 'queue':
        return this.#queue(questionId);
      case 'approve':
        return this.#do({ type: 'approve', questionId }, 'said.approved');
      case 'dequeue':
        return this.#do({ type: 'dequeue', questionId }, 'said.dequeued');
      case 'markAnswered':
        return this.#do({ type: 'markAnswered', questionId }, 'said.answered');
    }
  }

  decline(questionId: string, reason: string): Promise<void> {
    return this.#do({ type: 'decline', questionId, reason }, 'said.declined');
  }

  /** Places the question before another one of the running order, at the end for null. */
  async move(questionId: string, before: string | null): Promise<void> {
    const after = placed(this.order, questionId, before);
    const place = after.indexOf(questionId) + 1;
    await this.acts.do({ type: 'move', questionId, before }, t('said.moved', { place, total: after.length }));
  }

  async step(questionId: string, by: -1 | 1): Promise<void> {
    const before = beforeAfterStep(this.order, questionId, by);
    if (before !== undefined) await this.move(questionId, before);
  }

  async setOpen(open: boolean): Promise<void> {
    if (open) await this.acts.do({ type: 'openDebate' }, t('said.opened'));
    else await this.acts.do({ type: 'closeDebate' }, t('said.closed'));
  }

  /** One judgement for a waiting question: worth asking, so approved and queued. */
  async #queue(questionId: string): Promise<void> {
    if (this.questions[questionId]?.status === 'waiting') {
      const outcome = await this.acts.send({ type: 'approve', questionId });
      if (!outcome?.ok) return outcome && this.acts.sayRefused(outcome);
    }
    const place = this.order.filter((id) => id !== questionId).length + 1;
    await this.acts.do({ type: 'enqueue', questionId }, t('said.queued', { place }));
  }

  async #do(
    command: Parameters<Acts['do']>[0],
    said: 'said.approved' | 'said.declined' | 'said.dequeued' | 'said.answered',
  ): Promise<void> {
    await this.acts.do(command, t(said));
  }

  #search(ids: string[]): string[] {
    const wanted = searchable(this.query.trim());
    if (wanted === '') return ids;
    const matches = ({ text, name = '' }: ModeratorQuestion) =>
      searchable(`${text} ${name}`).includes(wanted);
    return ids.filter((id) => {
      const question = this.questions[id];
      return question !== undefined && matches(question);
    });
  }
}
