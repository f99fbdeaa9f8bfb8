/**
 * A vote storm on a real server that is killed in the middle, again and again. Afterwards every acknowledged vote
 * must be there, once: each phone is told its own at every return, and all counts are compared at the end.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { CreatedDebate, DebateDetail } from '../../shared/api.ts';
import { Phone } from '../../tools/phone.ts';
import { seededRandom } from '../../tools/seededRandom.ts';
import { ServerProcess } from '../../tools/serverProcess.ts';
import { StormPhone } from './StormPhone.ts';

export interface StormOptions {
  kills: number;
  phones: number;
  questions: number;
  port: number;
  dataDir: string;
  /** Of who votes for what, and after how many votes each kill comes. */
  seed: number;
  say?: (line: string) => void;
}

export interface StormReport {
  acknowledged: number;
  /** Acknowledged votes that were gone. */
  lost: string[];
  /** Counts that are not the number of people who were acknowledged: lost, or counted twice. */
  wrong: string[];
}

type Tallies = Record<string, number>;

const VOTES_BETWEEN_KILLS = 3_000;
const LOOK_EVERY_MS = 5;

export async function voteStorm(options: StormOptions): Promise<StormReport> {
  const { port, dataDir, questions, seed } = options;
  const server = new ServerProcess({ port, dataDir, env: { LIMITS: 'off', LOG_LEVEL: 'error' } });
  await server.start();
  const { id, code } = await createDebate(server);
  const questionIds = await askQuestions({ url: server.url, code }, questions);
  const phones = Array.from(
    { length: options.phones },
    (_, index) => new StormPhone({ url: server.url, code, seed: seed + index }),
  );
  try {
    await Promise.all(phones.map((phone) => phone.ready));
    await stormAndKill(server, phones, questionIds, options);
    await server.stop('SIGKILL');
    await server.start();
    const expected = acknowledgedTallies(phones, questionIds);
    const wrong = [
      ...differences(expected, await talliesOfApi(server, id), 'API'),
      ...differences(expected, await talliesOfPhone({ url: server.url, code }), 'phone'),
    ];
    return { acknowledged: answersOf(phones), lost: phones.flatMap(({ lost }) => lost), wrong };
  } finally {
    for (const phone of phones) phone.close();
    await server.stop('SIGKILL');
  }
}

const answersOf = (phones: readonly StormPhone[]): number =>
  phones.reduce((sum, { answers }) => sum + answers, 0);

async function stormAndKill(
  server: ServerProcess,
  phones: readonly StormPhone[],
  questionIds: readonly string[],
  { kills, seed, say }: StormOptions,
): Promise<void> {
  const random = seededRandom(seed);
  let isOver = false;
  const voting = Promise.all(phones.map((phone) => phone.vote(questionIds, () => isOver)));
  const storm = async () => {
    for (let kill = 1; kill <= kills; kill += 1) {
      const until = answersOf(phones) + Math.ceil(random() * VOTES_BETWEEN_KILLS);
      while (answersOf(phones) < until) await pause(LOOK_EVERY_MS);
      await server.stop('SIGKILL');
      await server.start();
      say?.(`kill ${kill} of ${kills}: ${answersOf(phones)} votes acknowledged`);
    }
    isOver = true;
    await voting;
  };
  await Promise.race([storm(), voting.then(() => new Promise<never>(() => {}))]);
}

async function createDebate({ url, apiToken }: ServerProcess): Promise<CreatedDebate> {
  const answer = await fetch(`${url}/api/debates`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Storm', screening: 'off' }),
  });
  if (!answer.ok) throw new Error(`no debate: ${await answer.text()}`);
  return (await answer.json()) as CreatedDebate;
}

async function askQuestions(to: { url: string; code: string }, count: number): Promise<string[]> {
  const author = new Phone(to);
  await author.ready;
  const ids = Array.from({ length: count }, (_, index) => `storm-question-${index}`);
  for (const id of ids) await author.ask('Will it hold?', { id });
  author.close();
  return ids;
}

function acknowledgedTallies(phones: readonly StormPhone[], questionIds: readonly string[]): Tallies {
  const count = (id: string) => phones.filter(({ acknowledged }) => acknowledged.get(id)).length;
  return Object.fromEntries(questionIds.map((id) => [id, count(id)]));
}

async function talliesOfApi({ url, apiToken }: ServerProcess, debateId: string): Promise<Tallies> {
  const answer = await fetch(`${url}/api/debates/${debateId}`, {
    headers: { authorization: `Bearer ${apiToken}` },
  });
  return talliesOf((await answer.json()) as DebateDetail);
}

async function talliesOfPhone(to: { url: string; code: string }): Promise<Tallies> {
  const phone = new Phone(to);
  await phone.ready;
  phone.close();
  return talliesOf(phone.view ?? { questions: {} });
}

const talliesOf = ({ questions }: { questions: Record<string, { votes: number }> }): Tallies =>
  Object.fromEntries(Object.entries(questions).map(([id, { votes }]) => [id, votes]));

function differences(expected: Tallies, found: Tallies, where: string): string[] {
  const ids = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...ids]
    .filter((id) => expected[id] !== found[id])
    .map((id) => `${where}: ${id} has ${found[id]}, acknowledged ${expected[id]}`);
}
