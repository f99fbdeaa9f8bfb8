/** Checks that nobody has changed what a server keeps: every entry against its hash, every chain against its checkpoints. */
import { parseArgs } from 'node:util';
import { check, NO_HEAD, nextHead } from '../server/journal/chain.ts';
import { JournalFailure } from '../server/journal/journal.ts';
import { type Place, placeOf } from './place.ts';

const USAGE = `npm run verify -- PLACE

Stop the server first. PLACE is a DATA_DIR or a REDIS_URL.`;
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
  const holdings = await place.holdings();
  const wrong: string[] = [];
  try {
    for (const stream of await holdings.streams()) {
      let [head, position, erased] = [NO_HEAD, 0, 0];
      const heads = new Map([[0, NO_HEAD]]);
      const checkpoints: Checkpoint[] = [];
      for await (const sealed of holdings.sealed(stream)) {
        const found = check(head, sealed.payloads, sealed);
        erased += found.erased;
        if (found.broken !== null) wrong.push(`${stream}: entry ${position + found.broken + 1} was changed.`);
        for (const [index, payload] of sealed.payloads.entries()) {
          const start = index * COMMITMENT_DIGITS;
          head = nextHead(head, sealed.commitments.slice(start, start + COMMITMENT_DIGITS));
          position += 1;
          heads.set(position, head);
          const checkpoint = checkpointIn(payload);
          if (checkpoint) checkpoints.push(checkpoint);
        }
      }
      for (const { position: at, head: noted } of checkpoints)
        if (heads.get(at) !== noted) wrong.push(`${stream}: not the log that was noted at entry ${at}.`);
      onStream(
        `${stream}: ${position} entries, ${checkpoints.length} checkpoints, ${erased} erased, head ${head}`,
      );
    }
  } finally {
    await holdings.close();
  }
  return wrong;
}

const [text, ...more] = parseArgs({ allowPositionals: true }).positionals;
if (text === undefined || more.length > 0) {
  console.log(USAGE);
  process.exit(2);
}
try {
  const wrong = await verify(placeOf(text, console.warn), console.log);
  for (const line of wrong) console.error(line);
  console.log(wrong.length === 0 ? 'Everything is as it was appended.' : `${wrong.length} wrong.`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof JournalFailure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
