/** How many phones are connected to a debate on the other nodes. Not part of the log, and never exact to the second. */
export interface PresenceElsewhere {
  readonly elsewhere: number;
  leave(): void;
}

export interface Presence {
  /**
   * Tells the other nodes how many phones are here, until the debate is left.
   * @param here asked now and then
   * @param onChange called when `elsewhere` has changed
   */
  join(debateId: string, here: () => number, onChange: () => void): PresenceElsewhere;
}

/** There is no other node. */
export const ALONE: Presence = { join: () => ({ elsewhere: 0, leave() {} }) };
