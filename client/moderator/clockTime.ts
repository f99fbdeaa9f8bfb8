/** Times as a studio writes them in every language here: 24 hours, two digits. */
const twoDigits = (value: number) => String(value).padStart(2, '0');

/** @param at milliseconds since 1970; @returns the time of the day where the reader is, as 20:05 */
export function clockTime(at: number): string {
  const date = new Date(at);
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** @returns how long something has lasted, as 0:07, 12:30 or 1:02:09 */
export function stopwatch(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = twoDigits(seconds % 60);
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`;
}
