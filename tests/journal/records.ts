/** Things to append, and what must be read back. */
import type { Entry, Journal, Recorded } from '../../server/journal/journal.ts';

export const record = (n: number, more: object = {}): Recorded => ({
  at: 1_790_000_000_000 + n,
  by: `p${n % 7}`,
  event: { type: 'counted', ...{ n, ...more } },
});

export const records = (count: number, from = 1): Recorded[] =>
  Array.from({ length: count }, (_, index) => record(from + index));

export const numbered = (appended: readonly Recorded[]): Entry[] =>
  appended.map((recorded, index) => ({ position: index + 1, ...recorded }));

export const positions = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

export async function readAll(journal: Journal, stream: string, after = 0): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const batch of journal.read(stream, after)) for (const entry of batch) entries.push(entry);
  return entries;
}
