/** Sends what a moderator does, says what it led to, and knows what is still on its way. */
import { SvelteSet } from 'svelte/reactivity';
import type { ModeratorCommand } from '../../shared/commands.ts';
import type { Outcome, RefusalCode, Refused } from '../../shared/outcome.ts';
import type { ModeratorPatch, ModeratorView } from '../../shared/views.ts';
import type { Connection } from '../lib/connection.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { t } from './words.ts';

const SLOW_MS = 150;
/** An act's patch may come after its answer: for this long a change to the question counts as this person's. */
const OWN_MS = 2_000;

const SAYABLE = [
  'invalidCommand',
  'textEmpty',
  'textTooLong',
  'textNotAllowed',
  'questionUnknown',
  'questionNotApproved',
  'questionWithdrawn',
  'questionAnswered',
  'questionOnAir',
  'tooMany',
  'unavailable',
] as const;

const isSayable = (code: RefusalCode): code is (typeof SAYABLE)[number] =>
  (SAYABLE as readonly string[]).includes(code);

export class Acts {
  /** Questions, or `debate`, whose act takes long enough to be shown as underway. */
  readonly slow = new SvelteSet<string>();
  readonly #own = new Map<string, number>();
  readonly #connection: Connection<ModeratorView, ModeratorPatch>;
  readonly #notices: Notices;

  constructor(connection: Connection<ModeratorView, ModeratorPatch>, notices: Notices) {
    this.#connection = connection;
    this.#notices = notices;
  }

  /** Whether this person has just done something to the question. */
  isOwn = (questionId: string): boolean =>
    performance.now() - (this.#own.get(questionId) ?? -OWN_MS) < OWN_MS;

  /** @returns whether it is done; where not, the person has been told why */
  async do(command: ModeratorCommand, said: string): Promise<boolean> {
    const outcome = await this.send(command);
    if (outcome?.ok) this.#notices.say(said);
    else if (outcome) this.sayRefused(outcome);
    return outcome?.ok === true;
  }

  /**
   * Nothing waits for the link to come back: an act that fires minutes later would surprise everybody.
   * @returns undefined where the link is down; the person has been told
   */
  async send(command: ModeratorCommand): Promise<Outcome | undefined> {
    if (this.#connection.state !== 'live') {
      this.#notices.refuse(t('said.away'));
      return undefined;
    }
    const subject = 'questionId' in command ? command.questionId : 'debate';
    this.#own.set(subject, performance.now());
    const timer = setTimeout(() => this.slow.add(subject), SLOW_MS);
    const outcome = await this.#connection.sendOnce(command);
    clearTimeout(timer);
    this.slow.delete(subject);
    return outcome;
  }

  sayRefused({ code }: Refused): void {
    if (code === 'unknown') this.#notices.refuse(t('said.unanswered'));
    else this.#notices.refuse(t(isSayable(code) ? `refusal.${code}` : 'refusal.unexplained'));
  }
}
