/** What a vote costs the server where there is a thousandfold or two hundredfold of something, and where there is not. */
import type { DebateEvent } from '../../../server/debate/events.ts';
import { streamOf } from '../../../server/debate/events.ts';
import type { Recorded } from '../../../server/journal/journal.ts';
import { SqliteJournal } from '../../../server/journal/sqlite.ts';
import type { Bench, Scenario } from '../bench.ts';
import { type Bound, compare, type Metric, type Metrics } from '../metric.ts';
import { sampleQuestions } from '../sampleQuestions.ts';
import { sentence } from '../sentence.ts';
import { type OurServer, type Subject, startOurs } from '../servers.ts';

interface Size {
  /** Of each debate. */
  questions: number;
  /** Who have voted in it before and are not connected. */
  participants: number;
  debates: number;
}

interface Pair {
  few: Size;
  many: Size;
  /** On each side, over as many debates as there are. */
  phones: number;
  bound?: Bound;
  /** Votes first come until counts are at rest, as they are at last in every evening; not with --quick. */
  restsFirst?: true;
}

/** More than elsewhere: bounds are tight, and both sides are ours. */
const ROUNDS = 5;
const USUAL: Size = { questions: 50, participants: 0, debates: 1 };
const FLAT: Bound = { most: 1.15 };
const PAIRS: Record<string, Pair> = {
  cpuMicrosPerVote10000Questions: {
    few: { ...USUAL, questions: 10 },
    many: { ...USUAL, questions: 10_000 },
    phones: 600,
    bound: FLAT,
  },
  cpuMicrosPerVote100000Participants: {
    few: { ...USUAL, participants: 100 },
    many: { ...USUAL, participants: 100_000 },
    phones: 600,
    bound: FLAT,
  },
  cpuMicrosPerVote200Debates: {
    few: USUAL,
    many: { ...USUAL, debates: 200 },
    phones: 5_000,
    bound: FLAT,
    restsFirst: true,
  },
  /** Three phones each: what a debate costs that has hardly an audience. */
  cpuMicrosPerVote200EmptyDebates: {
    few: USUAL,
    many: { ...USUAL, debates: 200 },
    phones: 600,
    restsFirst: true,
  },
};
const SIDES = ['many', 'few'] as const;
const SETTLE_MS = 3_000;
const SETTLE_TURNS = 20;
/** Patches a vote, all phones together. */
const FEW = 0.1;
const VOTES_BEFORE = 5;
const BATCH = 5_000;
const AT_A_TIME = 10;

export const flat: Scenario = async (bench) => {
  const metrics: Metrics = {};
  for (const [metric, pair] of Object.entries(PAIRS))
    if (!bench.quick || !pair.restsFirst) metrics[metric] = await measure(bench, metric, pair);
  return metrics;
};

async function measure(
  bench: Bench,
  metric: string,
  { phones, bound, restsFirst, ...sizes }: Pair,
): Promise<Metric> {
  const [warmMs, measureMs] = bench.quick ? [600, 1_200] : [1_000, 2_500];
  const servers = {
    many: await house(bench, 'many', sizes.many, phones),
    few: await house(bench, 'few', sizes.few, phones),
  };
  const micros: Record<(typeof SIDES)[number], number[]> = { many: [], few: [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const side of SIDES) {
      if (restsFirst) await settle(bench, side);
      const run = await bench.crowd.flatOut(side, warmMs, measureMs);
      if (run.refused > 0) throw new Error(`${run.refused} votes were refused`);
      micros[side].push(run.serverMicros);
      bench.say(`flat, ${metric}, round ${round}, ${side}: ${sentence(run)}`);
    }
  }
  for (const side of SIDES) {
    await bench.crowd.leave(side);
    await servers[side].stop();
  }
  return compare(micros.many, micros.few, bound);
}

/** Lets phones be sent the counts for which they had saved up since they last voted: until then a vote costs those too. */
async function settle({ crowd }: Bench, side: string): Promise<void> {
  for (let turn = 0; turn < SETTLE_TURNS; turn += 1) {
    const { patches, answered } = await crowd.flatOut(side, 0, SETTLE_MS);
    if (patches < answered * FEW) return;
  }
  throw new Error('counts do not come to rest');
}

/** A server of its own, with that much in it and the phones in place. */
async function house(
  { crowd, nextPort }: Bench,
  name: string,
  size: Size,
  phones: number,
): Promise<OurServer> {
  const ours = await startOurs(await nextPort());
  const subjects: Subject[] = [];
  while (subjects.length < size.debates) subjects.push(await ours.createDebate());
  const audiences = subjects.map(({ audience }) => audience);
  for (let start = 0; start < audiences.length; start += AT_A_TIME)
    await Promise.all(
      audiences.slice(start, start + AT_A_TIME).map((audience) => crowd.ask(audience, size.questions)),
    );
  if (size.participants > 0) await haveVoted(ours, subjects, size);
  await crowd.gather(name, audiences, [ours.server.pid], size.questions);
  await crowd.grow(name, phones);
  return ours;
}

/** Written into the log while the server is away: nobody waits for so many to connect. */
async function haveVoted(
  { server, dataDir }: OurServer,
  subjects: readonly Subject[],
  size: Size,
): Promise<void> {
  await server.stop();
  const journal = await SqliteJournal.open(dataDir);
  const ids = sampleQuestions(size.questions).map(({ id }) => id);
  for (const { overlay } of subjects) {
    const votes = [...votesOf(size.participants, ids)];
    for (let start = 0; start < votes.length; start += BATCH)
      await journal.append(streamOf(overlay.auth.debate ?? ''), votes.slice(start, start + BATCH));
  }
  await journal.close();
  await server.start();
}

function* votesOf(participants: number, questionIds: readonly string[]): Generator<Recorded<DebateEvent>> {
  for (let person = 0; person < participants; person += 1) {
    const by = `before${String(person).padStart(10, '0')}`;
    for (let vote = 0; vote < VOTES_BEFORE; vote += 1) {
      const questionId = questionIds[(person + vote) % questionIds.length] ?? '';
      yield { at: Date.now(), by, event: { type: 'upvoted', questionId } };
    }
  }
}
