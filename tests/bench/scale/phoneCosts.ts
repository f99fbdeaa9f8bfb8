/** What phones cost the node where they are: to arrive, to be there, to be told, to vote. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Changes } from '../../../server/debate/changes.ts';
import type { DebateEvent } from '../../../server/debate/events.ts';
import { evolve } from '../../../server/debate/evolve.ts';
import { emptyDebate } from '../../../server/debate/state.ts';
import { eventFrame } from '../../../server/gateway/frame.ts';
import { audienceView } from '../../../server/views/audience.ts';
import { median } from '../metric.ts';
import { cpuMicros } from '../processUse.ts';
import { sampleQuestions } from '../sampleQuestions.ts';
import { type Lab, microsPerSecond, type Place, ROUNDS, WARM_MS } from './lab.ts';
import { leastSquares, middleOf, type Observation } from './leastSquares.ts';
import { PHONES_TRIED } from './options.ts';

export const SHORT_LIST = 50;
const LONG_LIST = 2_000;
const WARM = 200;
const FEW = 300;
const PAGES = 1_000;
const IDLE_MS = 5_000;
const HEARTBEATS_MS = 20_000;
const VOTING_MS = 5_000;
const BENCHMARKS = new URL('../../../docs/benchmarks.json', import.meta.url);
/** Who vote: so few that what phones cost by being there is next to nothing beside it. */
const VOTERS = 300;
/** Votes a second, and whether other nodes write too: then there are fewer commits, each with more votes. */
const PACES = [
  [50, false],
  [200, false],
  [200, true],
  [1_000, true],
  [1_000, false],
  [4_000, true],
] as const;
/** Of them all, next to nothing, but heard. */
const OTHERS_PER_SECOND = 16;

export interface PhoneCosts {
  join: number;
  byteSent: number;
  page: number;
  phoneSecond: number;
  patch: number;
  vote: number;
  commit: number;
  renderedQuestion: number;
  bytes: { base: number; young: number; phone: number; view: number; viewQuestion: number; page: number };
}

export async function phoneCosts(lab: Lab, place: Place): Promise<PhoneCosts> {
  const { crowd, say } = lab;
  const { server } = place.node;
  const view = viewCosts();
  const [idle = 0] = await microsPerSecond([server.pid], IDLE_MS);
  await crowd.gather('hall', [place.debate.audience], [server.pid], SHORT_LIST);
  await crowd.grow('hall', WARM);
  const before = await server.memoryAfterCollection();
  const join = await microsPerArrival(crowd, 'hall', server.pid, WARM, PHONES_TRIED);
  const phone = ((await server.memoryAfterCollection()).kept - before.kept) / (PHONES_TRIED - WARM);
  const [still = 0] = await microsPerSecond([server.pid], HEARTBEATS_MS);
  const phoneSecond = Math.max(0, still - idle) / PHONES_TRIED;
  say(
    `a phone: ${join.toFixed(0)} us to arrive, ${phone.toFixed(0)} bytes, ${phoneSecond.toFixed(2)} us a second`,
  );
  await crowd.leave('hall');
  const patch = microsPerPatch();
  const [vote = 0, commit = 0] = leastSquares(await votings(lab, place, patch));
  say(
    `a vote ${vote.toFixed(1)} us, a commit ${commit.toFixed(0)} us, a patch to one phone ${patch.toFixed(1)} us`,
  );
  const { young } = await server.memoryAfterCollection();
  const byteSent = await microsPerViewByte(lab, place, view.bytesPerQuestion);
  const page = await pageCosts(lab, place);
  say(`a page: ${page.micros.toFixed(0)} us, ${page.bytes} bytes`);
  return {
    join,
    byteSent,
    page: page.micros,
    phoneSecond,
    patch,
    vote,
    commit,
    renderedQuestion: view.microsPerQuestion,
    bytes: {
      base: before.kept - WARM * phone,
      young,
      phone,
      view: view.bytes,
      viewQuestion: view.bytesPerQuestion,
      page: page.bytes,
    },
  };
}

/** CPU of the node for each of the phones that come, from so many to so many. */
async function microsPerArrival(crowd: Lab['crowd'], name: string, pid: number, from: number, to: number) {
  await crowd.grow(name, from);
  const before = cpuMicros(pid);
  await crowd.grow(name, to);
  return (cpuMicros(pid) - before) / (to - from);
}

/** As the benchmark has found it: there are too few patches in a voting to tell their share from that of the votes. */
function microsPerPatch(): number {
  const { metrics } = JSON.parse(readFileSync(BENCHMARKS, 'utf8')) as {
    metrics: { cpuMicrosPerTallyAndPhone: { ours: number } };
  };
  return metrics.cpuMicrosPerTallyAndPhone.ours;
}

async function votings(lab: Lab, place: Place, patch: number): Promise<Observation[]> {
  const { pid } = place.node.server;
  await lab.crowd.gather('voters', [place.debate.audience], [pid], SHORT_LIST);
  await lab.crowd.grow('voters', VOTERS);
  await pause(WARM_MS);
  const [still = 0] = await microsPerSecond([pid], IDLE_MS);
  const found: Observation[][] = PACES.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, [pace, hasOthers]] of PACES.entries())
      found[index]?.push(await voting(lab, place, still, patch, pace, hasOthers));
  await lab.crowd.leave('voters');
  return found.map(middleOf);
}

/** @param still what the node uses without a vote, each second */
async function voting(
  { crowd, feed }: Lab,
  { redis, debateId }: Place,
  still: number,
  patch: number,
  pace: number,
  hasOthers: boolean,
): Promise<Observation> {
  const others = feed.feed(redis.url, debateId, hasOthers ? OTHERS_PER_SECOND : 0, 1, WARM_MS + VOTING_MS);
  const paced = crowd.scatter('voters', pace, WARM_MS, VOTING_MS);
  await pause(WARM_MS);
  const before = await feed.done(redis.url);
  await pause(VOTING_MS);
  const appends = (await feed.done(redis.url)).appends - before.appends;
  const { answered, patches, micros } = await paced;
  await others;
  const commits = appends - (hasOthers ? (OTHERS_PER_SECOND * VOTING_MS) / 1_000 : 0);
  const [used = 0] = micros;
  return { counts: [answered, commits], total: used - (still * VOTING_MS) / 1_000 - patches * patch };
}

/** Of a view's byte: arrivals at a debate with a long list, against arrivals at one with a short list. */
async function microsPerViewByte({ crowd }: Lab, { node }: Place, bytesPerQuestion: number): Promise<number> {
  const arrival = async (questions: number): Promise<number> => {
    const { audience } = await node.createDebate();
    await crowd.ask(audience, questions);
    await crowd.gather('list', [audience], [node.server.pid], 1);
    const micros = await microsPerArrival(crowd, 'list', node.server.pid, FEW, 3 * FEW);
    await crowd.leave('list');
    return micros;
  };
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    found.push((await arrival(LONG_LIST)) - (await arrival(SHORT_LIST)));
  return Math.max(0, median(found)) / ((LONG_LIST - SHORT_LIST) * bytesPerQuestion);
}

/** The page with what belongs to it. */
async function pageCosts(
  { visitors }: Lab,
  { node: { server } }: Place,
): Promise<{ micros: number; bytes: number }> {
  const origin = `http://127.0.0.1:${server.port}`;
  await visitors.load(origin, PAGES);
  const before = cpuMicros(server.pid);
  await visitors.load(origin, PAGES);
  return { micros: (cpuMicros(server.pid) - before) / PAGES, bytes: await visitors.pageBytes(origin) };
}

/** A view is rendered by pure functions: they are measured here. */
function viewCosts(): { bytes: number; bytesPerQuestion: number; microsPerQuestion: number } {
  const [short, long] = [debateOf(SHORT_LIST), debateOf(LONG_LIST)];
  const bytes = (state: typeof short) => eventFrame('/audience', 'view', audienceView(state, 1)).length;
  const bytesPerQuestion = (bytes(long) - bytes(short)) / (LONG_LIST - SHORT_LIST);
  const before = process.cpuUsage();
  for (let turn = 0; turn < FEW; turn += 1) eventFrame('/audience', 'view', audienceView(long, turn));
  const { user, system } = process.cpuUsage(before);
  return {
    bytes: bytes(short) - SHORT_LIST * bytesPerQuestion,
    bytesPerQuestion,
    microsPerQuestion: (user + system) / FEW / LONG_LIST,
  };
}

function debateOf(questions: number) {
  const state = emptyDebate();
  const tell = (event: DebateEvent, position: number) =>
    evolve(state, { position, at: 1_790_000_000_000, by: `person${position}`, event }, new Changes());
  const languages = ['en', 'sq', 'sr-Latn', 'sr-Cyrl'];
  const named = { id: 'benchmark001', code: 'DFGJKL', title: 'Benchmark', series: '' };
  tell({ type: 'debateCreated', ...named, languages, screening: 'off', names: 'off' }, 1);
  tell({ type: 'debateOpened' }, 2);
  for (const { id, text } of sampleQuestions(questions))
    tell({ type: 'questionAsked', questionId: id, text, language: 'en' }, state.questions.size + 3);
  return state;
}
