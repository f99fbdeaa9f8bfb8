/**
 * How events of earlier versions are read today. Records are kept for years: a change to the shape of an event that
 * old entries would not fit comes with a line here.
 */

/** A parsed event, of whatever version. */
export interface StoredEvent {
  type: string;
  [field: string]: unknown;
}

/** Turns an event of one version into the same event of the next. */
type Upcast = (event: StoredEvent) => StoredEvent;

/** By type: the first upcast leads from version 1 to 2, and so on. A type that is missing is at version 1. */
export type Upcasts = ReadonlyMap<string, readonly Upcast[]>;

export const UPCASTS: Upcasts = new Map();

export const versionOf = (type: string, upcasts: Upcasts): number => (upcasts.get(type)?.length ?? 0) + 1;
