/** How many phones are connected to a debate on the other nodes. Not part of the log, and never exact to the second. */
export interface PresenceElsewhere {
  readonly elsewhere: number;
  leave(): void;
}

export interface Presence {
  /** There is no other node. */
  readonly isAlone: boolean;
  /**
   * Tells the other nodes how many phones are here, until the debate is left.
   * @param here asked now and then
   * @param onChange called when `elsewhere` has changed
   */
  join(debateId: string, here: () => number, onChange: () => void): PresenceElsewhere;
}

export const ALONE: Presence = { isAlone: true, join: () => ({ elsewhere: 0, leave() {} }) };
