/** One moderator who takes question after question, and the overlays that must show each of them. */
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../../../tools/seededRandom.ts';
import { type Address, Wire } from './Wire.ts';

const LAST_ARRIVES_WITHIN_MS = 10_000;

export class Stage {
  readonly #questionIds: readonly string[];
  readonly #moderator: Wire;
  readonly #overlays: Wire[] = [];
  /** When each question was last taken, and by how many overlays it has not been shown yet. */
  readonly #underway = new Map<string, { sentAt: number; missing: number }>();
  readonly #random = seededRandom(1);
  #latencies: number[] = [];
  #onAir: string | null = null;
  #next = 0;

  private constructor(moderator: Wire, questionIds: readonly string[]) {
    this.#moderator = moderator;
    this.#questionIds = questionIds;
    moderator.onAnswer = (_, ok) => {
      if (!ok) throw new Error('a take was refused');
    };
  }

  static async enter(moderator: Address, questionIds: readonly string[]): Promise<Stage> {
    return new Stage(await new Wire(moderator).arrive(), questionIds);
  }

  async addOverlay(address: Address): Promise<void> {
    const overlay = await new Wire(address).arrive();
    overlay.onEvent = (bytes, start, end) => this.#shown(bytes.toString('latin1', start, end));
    this.#overlays.push(overlay);
  }

  /**
   * Takes questions for so long, at irregular moments so that no take falls in step with a server's ticks.
   * @returns milliseconds from each take to each overlay; where it has not arrived, for how long it has not
   */
  async take(forMs: number, everyMs: number): Promise<number[]> {
    this.#latencies = [];
    const until = performance.now() + forMs;
    while (performance.now() < until) {
      this.#takeNext();
      await pause(everyMs * (0.5 + this.#random()));
    }
    const patience = performance.now() + LAST_ARRIVES_WITHIN_MS;
    while (this.#underway.size > 0 && performance.now() < patience) await pause(10);
    this.#countMissing();
    return this.#latencies;
  }

  leave(): void {
    for (const wire of [this.#moderator, ...this.#overlays]) wire.close();
  }

  #countMissing(): void {
    const now = performance.now();
    for (const { sentAt, missing } of this.#underway.values())
      for (let overlay = 0; overlay < missing; overlay += 1) this.#latencies.push(now - sentAt);
    this.#underway.clear();
  }

  #takeNext(): void {
    const questionId = this.#questionIds[this.#next++ % this.#questionIds.length] ?? '';
    this.#underway.set(questionId, { sentAt: performance.now(), missing: this.#overlays.length });
    this.#moderator.command(JSON.stringify({ type: 'take', questionId, expected: this.#onAir }));
    this.#onAir = questionId;
  }

  #shown(packet: string): void {
    const at = performance.now();
    const questionId = /"onAir":\{"questionId":"([^"]+)"/.exec(packet)?.[1] ?? '';
    const take = this.#underway.get(questionId);
    if (!take) return;
    this.#latencies.push(at - take.sentAt);
    take.missing -= 1;
    if (take.missing === 0) this.#underway.delete(questionId);
  }
}
