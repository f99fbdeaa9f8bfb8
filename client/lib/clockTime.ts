/** @param at milliseconds since 1970; @returns the reader's time of day, as 19:42; the same in every language here */
export const clockTime = (at: number): string => new Date(at).toTimeString().slice(0, 5);
