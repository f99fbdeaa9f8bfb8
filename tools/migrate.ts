/** Moves everything that a server keeps between a data directory and Redis. See USAGE. */
import { parseArgs } from 'node:util';
import { exitCode } from './exitCode.ts';
import { move } from './migrate/move.ts';
import { placeOf } from './place.ts';

const USAGE = `npm run migrate -- --from PLACE --to PLACE

Copies every debate, the organisation and the secret of phones' tokens to a place that must be empty, then reads both
places and compares every hash and the heads of all chains. What is copied from stays as it is.
Stop all servers first. A PLACE is a folder (a DATA_DIR) or a Redis URL; one of each, or two of a kind. The word REDIS_URL
stands for the URL in the environment, where nobody else on the machine sees its password.`;

interface Arguments {
  from?: string;
  to?: string;
  help?: boolean;
}

function readArguments(): Arguments {
  try {
    const options = { from: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } } as const;
    return parseArgs({ options }).values;
  } catch {
    return {};
  }
}

async function main(): Promise<number> {
  const { from, to, help } = readArguments();
  if (!from || !to || help) {
    console.log(USAGE);
    return help ? 0 : 2;
  }
  const [source, target] = [placeOf(from, console.warn), placeOf(to, console.warn)];
  const { streams, entries } = await move(source, target, console.log);
  console.log(`${entries} entries in ${streams} streams are now in ${target.name}, with the same hashes.`);
  return 0;
}

process.exitCode = await exitCode(main);
