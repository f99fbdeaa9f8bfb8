/**
 * The moderator of the demo: approves, queues the most wanted, takes it on air, lets it stand, clears it.
 * Whoever tries the demo at the real desk goes first: after an act on air that is not its own it holds back.
 */
import type { ModeratorCommand } from '../../shared/commands.ts';
import type { ModeratorView } from '../../shared/views.ts';
import type { Desk } from '../desk.ts';

const LOOKS_EVERY_MS = 1_000;
const APPROVES_AFTER_MS = 15_000;
/** So many of the crowd's are left to whoever tries the desk. */
const LEAVES_WAITING = 4;
/** What the visitor asked waits longer: they may want to approve it themselves. */
const APPROVES_VISITORS_AFTER_MS = 40_000;
const ORDER_LENGTH = 3;
const ON_AIR_MS = 17_000;
const BETWEEN_MS = 4_000;
const HOLDS_BACK_MS = 60_000;

export class GentleModerator {
  readonly #desk: Desk;
  readonly #isCrowds: (text: string) => boolean;
  readonly #queued = new Set<string>();
  #onAir: string | null = null;
  #changedAt = 0;
  #holdsBackUntil = 0;
  #aired = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param isCrowds whether a text is one of the crowd's, not the visitor's */
  constructor(desk: Desk, isCrowds: (text: string) => boolean) {
    this.#desk = desk;
    this.#isCrowds = isCrowds;
  }

  /** Approves everything that waits now. */
  async approveAll(): Promise<void> {
    await this.#approve(this.#waiting());
  }

  start(): void {
    const look = async () => {
      await this.#look();
      this.#timer = setTimeout(look, LOOKS_EVERY_MS);
    };
    this.#timer = setTimeout(look, LOOKS_EVERY_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#desk.close();
  }

  async #look(): Promise<void> {
    const now = Date.now();
    const waiting = this.#waiting();
    const crowds = waiting.filter(({ text }) => this.#isCrowds(text));
    const visitors = waiting.filter((question) => !crowds.includes(question));
    await this.#approve([
      ...crowds.slice(0, -LEAVES_WAITING).filter(({ at }) => now - at > APPROVES_AFTER_MS),
      ...visitors.filter(({ at }) => now - at > APPROVES_VISITORS_AFTER_MS),
    ]);
    const view = this.#desk.view;
    if (!view) return;
    const onAir = view.onAir?.questionId ?? null;
    if (onAir !== this.#onAir) {
      this.#onAir = onAir;
      this.#holdsBackUntil = now + HOLDS_BACK_MS;
    }
    if (now < this.#holdsBackUntil) return;
    await this.#fillOrder(view);
    await this.#direct(view, now - this.#changedAt);
  }

  /** Oldest first. */
  #waiting(): { questionId: string; text: string; at: number }[] {
    return Object.entries(this.#desk.view?.questions ?? {})
      .filter(([, { status }]) => status === 'waiting')
      .map(([questionId, { text, at }]) => ({ questionId, text, at }))
      .sort((one, other) => one.at - other.at);
  }

  async #approve(questions: { questionId: string }[]): Promise<void> {
    for (const { questionId } of questions) await this.#desk.send({ type: 'approve', questionId });
  }

  async #fillOrder({ questions, order }: ModeratorView): Promise<void> {
    const wanted = Object.entries(questions)
      .filter(([id, { status, airedAt }]) => status === 'approved' && !airedAt && !this.#queued.has(id))
      .sort(([, a], [, b]) => b.votes - a.votes);
    for (const [questionId] of wanted.slice(0, Math.max(0, ORDER_LENGTH - order.length))) {
      this.#queued.add(questionId);
      await this.#desk.send({ type: 'enqueue', questionId });
    }
  }

  /** After its time a question gives way to the next: mostly after a pause, every third time at once. */
  async #direct({ order }: ModeratorView, sinceMs: number): Promise<void> {
    const [next] = order;
    const before = this.#onAir;
    if (before === null) {
      if (next && sinceMs > BETWEEN_MS) await this.#air({ type: 'take', questionId: next, expected: null });
      return;
    }
    if (sinceMs < ON_AIR_MS) return;
    const atOnce = next !== undefined && this.#aired % 3 === 0;
    await this.#air(
      atOnce ? { type: 'take', questionId: next, expected: before } : { type: 'clear', expected: before },
    );
    await this.#desk.send({ type: 'markAnswered', questionId: before });
  }

  async #air(command: Extract<ModeratorCommand, { type: 'take' | 'clear' }>): Promise<void> {
    const outcome = await this.#desk.send(command);
    if (!outcome.ok) return;
    this.#onAir = command.type === 'take' ? command.questionId : null;
    this.#changedAt = Date.now();
    if (command.type === 'take') this.#aired += 1;
  }
}
