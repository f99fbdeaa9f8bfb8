/** Sends a recorded consultation through a running server and checks every count that comes out. See USAGE. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Consultation, readConsultation } from './replay/consultation.ts';
import type { Crowd } from './replay/crowd.ts';
import { OwnServer } from './replay/ownServer.ts';
import { type Replayed, replay } from './replay/replay.ts';
import { report, table } from './replay/report.ts';

const USAGE = `npm run replay -- DIR [--url U] [--token T] [--speed N|max] [--json FILE] [--kill-every S]

Sends a recorded consultation through a server, with one real socket per person, and compares every question with
the count that must come out. Exits 1 on any difference or lost command.

DIR             a folder with comments.csv.gz, votes.csv.gz and expected_agrees.csv.gz
--url U         a running server, best with LIMITS=off: one person may ask six questions a minute;
                without it, one is started for the replay and gone afterwards
--token T       the server's API token; without it, API_TOKEN of the environment
--speed N|max   N times as fast as it happened, or as fast as it goes (max, the default)
--json FILE     writes {debateId, questions: [{sourceId, votes, expected}], acked, refused, seconds,
                ack: {p50, p95, p99}}: commands of participants, ack in milliseconds
--kill-every S  kills the server that was started (SIGKILL), S seconds after everybody is connected, restarts it,
                and so on until every command is answered`;

const INTERRUPTED = 130;

class UsageError extends Error {}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      speed: { type: 'string', default: 'max' },
      json: { type: 'string' },
      'kill-every': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [directory, ...more] = positionals;
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  if (directory === undefined || more.length > 0) throw new UsageError(USAGE);
  const speed =
    values.speed === 'max' ? Number.POSITIVE_INFINITY : positive(values.speed, '--speed', ', or max');
  const killEvery =
    values['kill-every'] === undefined ? undefined : positive(values['kill-every'], '--kill-every');
  if (killEvery !== undefined && values.url !== undefined)
    throw new UsageError('--kill-every kills only a server that the replay started: leave out --url.');
  return { directory, speed, killEvery, url: values.url, token: values.token, json: values.json };
}

function positive(given: string, option: string, more = ''): number {
  const number = Number(given);
  if (!(number > 0)) throw new UsageError(`${option} takes a number above 0${more}`);
  return number;
}

function runningServer(given: string, token = process.env.API_TOKEN) {
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol))
    throw new UsageError('--url takes the address of a server, as http://localhost:3000');
  if (!token) throw new UsageError("Give the server's API token with --token or as API_TOKEN.");
  return { url: new URL(given).origin, token };
}

/** Replays into a server of its own, which is stopped and cleaned away whatever happens. */
async function replayHere(
  consultation: Consultation,
  speed: number,
  killEvery?: number,
): Promise<Replayed & { kills: number }> {
  const server = await OwnServer.start();
  const interrupted = () => {
    console.error('\nStopped before the end.');
    void server.stop().finally(() => process.exit(INTERRUPTED));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const { url, token } = server;
    const replayed = await new Promise<Replayed>((done, failed) => {
      const onArrived = (crowd: Crowd) => {
        if (killEvery !== undefined) server.killEvery(killEvery, () => crowd.isConnected).catch(failed);
      };
      const onAnswered = () => server.stopKilling();
      replay({ consultation, url, token, speed, onArrived, onAnswered }).then(done, failed);
    });
    return { ...replayed, kills: server.kills };
  } finally {
    await server.stop();
  }
}

/** @returns the exit code */
async function main(): Promise<number> {
  const { directory, speed, killEvery, url, token, json } = readArguments();
  const server = url === undefined ? undefined : runningServer(url, token);
  const consultation = await readConsultation(directory);
  const replayed = server
    ? { ...(await replay({ consultation, ...server, speed })), kills: 0 }
    : await replayHere(consultation, speed, killEvery);
  console.log(table(consultation, replayed));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report(replayed), null, 2)}\n`);
  return replayed.differences.length === 0 && replayed.tally.lost === 0 ? 0 : 1;
}

const exitCode = await main().catch((error: Error) => {
  console.error(error instanceof UsageError ? error.message : `Replay failed. ${error.message}`);
  return 1;
});
process.exit(exitCode);
