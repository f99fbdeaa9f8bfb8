/** `npm run demo`: a server with a debate under way, its audience and moderator simulated, and one page to watch and try it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateDebate, CreatedDebate } from '../shared/api.ts';
import { Crowd, type WrittenQuestion } from './demo/crowd.ts';
import { GentleModerator } from './demo/gentleModerator.ts';
import questions from './demo/questions.json' with { type: 'json' };
import { Desk } from './desk.ts';
import { seededRandom } from './seededRandom.ts';
import { freePort, ServerProcess } from './serverProcess.ts';

const PEOPLE = 60;
const ALREADY_ASKED = 14;
const NOT_YET_SCREENED = 3;
const ALREADY_VOTED = 220;
const SEED = 1;
const DEBATE: CreateDebate = { title: 'Ibar · Ibër', series: 'Sofra', names: 'optional' };

const written: WrittenQuestion[] = questions;
const fragment = (link: string): string => new URL(link).hash.slice(1);

async function createDebate({ url, apiToken }: ServerProcess): Promise<CreatedDebate> {
  const answer = await fetch(`${url}/api/debates`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(DEBATE),
  });
  if (!answer.ok)
    throw new Error(`The server did not create the debate: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as CreatedDebate;
}

function demoAddress(url: string, { id, code, links }: CreatedDebate): string {
  const keys = { moderator: fragment(links.moderator), overlay: fragment(links.overlay) };
  return `${url}/demo#${new URLSearchParams({ debate: id, code, ...keys })}`;
}

const given = process.env.DATA_DIR || undefined;
const dataDir = given ?? mkdtempSync(join(tmpdir(), 'sofra-demo-'));
const port = await freePort(Number(process.env.PORT ?? 3000));
const server = new ServerProcess({ port, dataDir, env: { DEMO: '1', LOG_LEVEL: 'warn' } });
const endings: (() => void | Promise<void>)[] = [
  () => server.stop(),
  () => {
    if (!given) rmSync(dataDir, { recursive: true, force: true });
  },
];

let ending: Promise<void> | undefined;

/** Once, however often it is asked: a terminal sends its Ctrl-C to every process of the group. */
function end(code: number): Promise<void> {
  ending ??= (async () => {
    for (const step of endings) await step();
    process.exit(code);
  })();
  return ending;
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0));

try {
  await server.start();
  const debate = await createDebate(server);
  const { url } = server;
  const crowd = new Crowd({
    url,
    code: debate.code,
    people: PEOPLE,
    questions: written,
    random: seededRandom(SEED),
  });
  const desk = new Desk({ url, debate: debate.id, key: fragment(debate.links.moderator) });
  const moderator = new GentleModerator(desk, (text) => written.some((question) => question.text === text));
  endings.unshift(
    () => crowd.stop(),
    () => moderator.stop(),
  );
  await desk.ready;
  await crowd.arrive();
  await crowd.ask(ALREADY_ASKED);
  await moderator.approveAll();
  await crowd.warmUp(ALREADY_VOTED);
  await crowd.ask(NOT_YET_SCREENED);
  crowd.start();
  moderator.start();
  console.log(
    `\nA debate is under way, with ${PEOPLE} simulated people. Open it:\n\n  ${demoAddress(url, debate)}\n`,
  );
  console.log('Ctrl-C ends it.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await end(1);
}
