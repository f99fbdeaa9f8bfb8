/**
 * Checks that nobody has changed or removed what a server keeps: every entry against its hash and its place, every
 * chain against its checkpoints.
 */
import { parseArgs } from 'node:util';
import { NO_HEAD, nextHead } from '../server/journal/chain.ts';
import type { Holdings } from '../server/journal/holdings.ts';
import type { Verification } from '../server/journal/journal.ts';
import { exitCode } from './exitCode.ts';
import { type Place, placeOf } from './place.ts';

const USAGE = `npm run verify -- PLACE

PLACE is a folder (a DATA_DIR), whose server is stopped first, or a Redis URL, whose nodes may go on. The word REDIS_URL
stands for the URL in the environment, where nobody else on the machine sees its password.`;
const COMMITMENT_DIGITS = 64;

interface Checkpoint {
  position: number;
  head: string;
}

/** The checkpoint that an entry records, if it records one. */
function checkpointIn(payload: string): Checkpoint | undefined {
  if (!payload.includes('"checkpointed"')) return undefined;
  const { event } = JSON.parse(payload) as { event: Checkpoint & { type: string } };
  return event.type === 'checkpointed' ? event : undefined;
}

/** @returns what is wrong, a sentence each */
async function verify(place: Place, onStream: (line: string) => void): Promise<string[]> {
  const found = await verifyEntries(place);
  if (found.size === 0) return [`${place.name} holds no log.`];
  const wrong: string[] = [];
  const holdings = await place.source();
  try {
    for (const [stream, { position, head, erased, broken }] of found) {
      if (broken !== null) {
        wrong.push(`${stream}: entry ${broken} was changed or removed.`);
        continue;
      }
      const checkpoints = await compareCheckpoints(holdings.sealed(stream));
      for (const at of checkpoints.wrong) wrong.push(`${stream}: not the log that was noted at entry ${at}.`);
      onStream(
        `${stream}: ${position} entries, ${checkpoints.count} checkpoints, ${erased} erased, head ${head}`,
      );
    }
  } finally {
    await holdings.close();
  }
  return wrong;
}

/** By stream. Only one at a time may open a data directory. */
async function verifyEntries(place: Place): Promise<Map<string, Verification>> {
  const holdings = await place.source();
  const streams = await holdings.streams().finally(() => holdings.close());
  const journal = await place.journal();
  try {
    const found = new Map<string, Verification>();
    for (const stream of streams) found.set(stream, await journal.verify(stream));
    return found;
  } finally {
    await journal.close();
  }
}

/** @returns how many there are, and the positions of those that noted another head */
async function compareCheckpoints(stored: ReturnType<Holdings['sealed']>) {
  const heads = [NO_HEAD];
  const checkpoints: Checkpoint[] = [];
  for await (const { payloads, commitments } of stored) {
    for (const [index, payload] of payloads.entries()) {
      const start = index * COMMITMENT_DIGITS;
      heads.push(nextHead(heads.at(-1) ?? NO_HEAD, commitments.slice(start, start + COMMITMENT_DIGITS)));
      const checkpoint = checkpointIn(payload);
      if (checkpoint) checkpoints.push(checkpoint);
    }
  }
  const wrong = checkpoints.filter(({ position, head }) => heads[position] !== head);
  return { count: checkpoints.length, wrong: wrong.map(({ position }) => position) };
}

interface Arguments {
  text?: string | undefined;
  help?: boolean;
}

function readArguments(): Arguments {
  try {
    const options = { help: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    return positionals.length > 1 ? {} : { ...values, text: positionals[0] };
  } catch {
    return {};
  }
}

async function main(): Promise<number> {
  const { text, help } = readArguments();
  if (!text || help) {
    console.log(USAGE);
    return help ? 0 : 2;
  }
  const wrong = await verify(placeOf(text, console.warn), console.log);
  for (const line of wrong) console.error(line);
  console.log(wrong.length === 0 ? 'Everything is as it was appended.' : `${wrong.length} wrong.`);
  return wrong.length === 0 ? 0 : 1;
}

process.exitCode = await exitCode(main);
