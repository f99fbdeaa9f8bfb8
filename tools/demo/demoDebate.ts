/** A debate under way on a server: sixty simulated people and a gentle moderator. */
import type { CreateDebate, CreatedDebate } from '../../shared/api.ts';
import { Desk } from '../desk.ts';
import { seededRandom } from '../seededRandom.ts';
import type { ServerProcess } from '../serverProcess.ts';
import { Crowd, type WrittenQuestion } from './crowd.ts';
import { GentleModerator } from './gentleModerator.ts';
import questions from './questions.json' with { type: 'json' };

export const PEOPLE = 60;
const ALREADY_ASKED = 14;
const NOT_YET_SCREENED = 5;
const ALREADY_VOTED = 220;
const SEED = 1;
const DEBATE: CreateDebate = { title: 'Ibar · Ibër', series: 'Sofra', names: 'optional' };

const written: WrittenQuestion[] = questions;
const fragment = (link: string): string => new URL(link).hash.slice(1);

export interface DemoDebate {
  created: CreatedDebate;
  /** The demo's page with every screen on it. */
  address: string;
  stop(): void;
}

/** @throws Error where the server does not take the debate */
export async function startDemoDebate(server: ServerProcess): Promise<DemoDebate> {
  const { url } = server;
  const created = await createDebate(server);
  const crowd = new Crowd({
    url,
    code: created.code,
    people: PEOPLE,
    questions: written,
    random: seededRandom(SEED),
  });
  const desk = new Desk({ url, debate: created.id, key: fragment(created.links.moderator) });
  const moderator = new GentleModerator(desk, (text) => written.some((question) => question.text === text));
  await desk.ready;
  await crowd.arrive();
  await crowd.ask(ALREADY_ASKED);
  await moderator.approveAll();
  await crowd.warmUp(ALREADY_VOTED);
  await crowd.ask(NOT_YET_SCREENED);
  crowd.start();
  moderator.start();
  return {
    created,
    address: demoAddress(url, created),
    stop() {
      moderator.stop();
      crowd.stop();
    },
  };
}

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
