import type { LogEntry, Vote } from './events.ts';

/** What a run of entries changed, so that a view's patch names just that. Says what to look at, never what is there. */
export class Changes {
  debate = false;
  air = false;
  order = false;
  /** Questions of which more than the count changed. */
  readonly questions = new Set<string>();
  /** Questions that went on air: moderators see when. */
  readonly aired = new Set<string>();
  /** Questions that the audience could see and no longer can. */
  readonly hidden = new Set<string>();
  readonly tallies = new Set<string>();
  /** Votes as they were cast, for the voter's other connections. */
  readonly votes: LogEntry<Vote>[] = [];

  absorb(later: Changes): void {
    this.debate ||= later.debate;
    this.air ||= later.air;
    this.order ||= later.order;
    if (later.beyondTallies) {
      for (const id of later.questions) this.questions.add(id);
      for (const id of later.aired) this.aired.add(id);
      for (const id of later.hidden) this.hidden.add(id);
    }
    for (const id of later.tallies) this.tallies.add(id);
  }

  /** Something other than a count. */
  get beyondTallies(): boolean {
    return this.debate || this.air || this.order || this.questions.size > 0;
  }
}
