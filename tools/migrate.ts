/** Moves everything that a server keeps between a data directory and Redis. See USAGE. */
import { parseArgs } from 'node:util';
import { JournalFailure } from '../server/journal/journal.ts';
import { move } from './migrate/move.ts';
import { placeOf } from './place.ts';

const USAGE = `npm run migrate -- --from PLACE --to PLACE

Copies every debate, the organisation and the secret of phones' tokens to a place that must be empty, then reads both
places and compares every hash and the heads of all chains. What is copied from stays as it is.
Stop all servers first. A PLACE is a DATA_DIR or a REDIS_URL; one of each, or two of a kind.`;

function readArguments(): { from: string; to: string } | undefined {
  try {
    const options = { from: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } } as const;
    const { from, to, help } = parseArgs({ options }).values;
    return from && to && !help ? { from, to } : undefined;
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const places = readArguments();
  if (!places) {
    console.log(USAGE);
    return 2;
  }
  const [from, to] = [placeOf(places.from, console.warn), placeOf(places.to, console.warn)];
  try {
    const { streams, entries } = await move(from, to, console.log);
    console.log(`${entries} entries in ${streams} streams are now in ${to.name}, with the same hashes.`);
    return 0;
  } catch (error) {
    if (!(error instanceof JournalFailure)) throw error;
    console.error(error.message);
    return 1;
  }
}

process.exitCode = await main();
