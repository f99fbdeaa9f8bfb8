/** What the command line asks the simulation for. */
import { parseArgs } from 'node:util';
import type { EveningOptions } from './evening.ts';
import { AS_BUILT } from './model.ts';

/** On one node, by measure.ts. */
export const PHONES_TRIED = 8_000;

const GB = 1e9;
const BYTES_PER_GBIT = 1.25e8;
const VOTING_SHARE = 0.01;

/** `nodes` undefined: as few as carry it. */
export type Asked = Omit<EveningOptions, 'nodes'> & { nodes: number | undefined };

const DEFAULTS = {
  viewers: '1000000',
  questions: '300',
  minutes: '60',
  'arrive-minutes': '5',
  seed: '1',
  readers: String(AS_BUILT.readers),
  'phones-per-node': String(PHONES_TRIED),
  'node-gbits': '1',
  'node-memory-gb': '4',
  'redis-gbits': '10',
  'redis-memory-gb': '64',
};
type Name = keyof typeof DEFAULTS | 'nodes' | 'votes-per-second' | 'pace-ms';

/** @throws where a word is not known or not a number above 0 */
export function optionsFrom(words: readonly string[]): Asked {
  const options = Object.fromEntries(
    [...Object.keys(DEFAULTS), 'nodes', 'votes-per-second', 'pace-ms'].map((name) => [
      name,
      { type: 'string' },
    ]),
  ) as Record<Name, { type: 'string' }>;
  const values: Partial<Record<Name, string>> = {
    ...DEFAULTS,
    ...parseArgs({ args: [...words], options }).values,
  };
  const read = (name: Name): number => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new Error(`--${name} wants a number above 0, not ${values[name]}`);
    return value;
  };
  const perhaps = (name: Name) => (values[name] === undefined ? undefined : read(name));
  return {
    viewers: read('viewers'),
    nodes: perhaps('nodes'),
    votesPerSecond: perhaps('votes-per-second') ?? read('viewers') * VOTING_SHARE,
    questions: read('questions'),
    minutes: read('minutes'),
    arriveMinutes: read('arrive-minutes'),
    seed: read('seed'),
    machines: {
      nodePhones: read('phones-per-node'),
      nodeMemory: read('node-memory-gb') * GB,
      nodeNetwork: read('node-gbits') * BYTES_PER_GBIT,
      redisMemory: read('redis-memory-gb') * GB,
      redisNetwork: read('redis-gbits') * BYTES_PER_GBIT,
    },
    design: { readers: read('readers'), paceMs: perhaps('pace-ms') ?? null },
  };
}
