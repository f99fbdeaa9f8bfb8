/** From the moderator's take to the overlay, and from a vote to its answer, while a full house votes. */
import { type Bench, ROUNDS, type Scenario } from '../bench.ts';
import type { Voting } from '../load/Crowd.ts';
import { compare, type Metrics, percentile } from '../metric.ts';
import { sentence } from '../sentence.ts';
import { type Subject, startOurs, startReference } from '../servers.ts';

const QUESTIONS = 50;
const PHONES = 5_000;
const VOTES_PER_SECOND = 5_000;
/** On average. The plain server needs a tenth of a second for each: more often would drown it. */
const TAKE_EVERY_MS = 500;
const OVERLAY_LATER_AT_MOST = 0.15;
const ANSWER_LATER_AT_MOST = 0.2;
/** Overlays join before, among and after the phones: a server that tells everybody in order has them everywhere. */
const OVERLAYS = 5;
/** The plain server that counts once in so long, as ours then does by the bytes it allows a phone; not with --quick. */
const SELDOM_MS = '10000';

type Side = 'ours' | 'naive' | 'seldom';

interface Show {
  /** Milliseconds from each take to each overlay. */
  takes: number[];
  voting: Voting;
}

export const air: Scenario = async (bench) => {
  const sides: Side[] = bench.quick ? ['ours', 'naive'] : ['ours', 'naive', 'seldom'];
  const ours = await startOurs(await bench.nextPort());
  const debate = await ours.createDebate();
  const subjects: Partial<Record<Side, Subject>> = { ours: debate };
  await bench.crowd.ask(debate.audience, QUESTIONS);
  for (const side of sides) {
    const env: Record<string, string> = side === 'seldom' ? { TICK_MS: SELDOM_MS } : {};
    subjects[side] ??= await startReference('naiveDebate', await bench.nextPort(), QUESTIONS, env);
    await fillHouse(bench, side, subjects[side]);
  }
  const shows: Record<Side, Show[]> = { ours: [], naive: [], seldom: [] };
  for (let round = 1; round <= ROUNDS; round += 1)
    for (const side of sides) shows[side].push(await show(bench, side, round));

  for (const side of sides) {
    await bench.crowd.leave(side);
    await bench.stage.leave(side);
    if (side !== 'ours') await subjects[side]?.server.stop();
  }
  await ours.stop();
  return metricsOf(shows);
};

function metricsOf({ ours, naive, seldom }: Record<Side, Show[]>): Metrics {
  const overlayAt = (share: number, runs: Show[]) => runs.map(({ takes }) => percentile(takes, share));
  const answers = (runs: Show[]) => runs.map(({ voting }) => voting.ackP99);
  const [overlay, ack] = [overlayAt(0.99, ours), answers(ours)];
  return {
    takeToOverlayP50Ms: compare(overlayAt(0.5, ours), overlayAt(0.5, naive)),
    takeToOverlayP99Ms: compare(overlay, overlayAt(0.99, naive), { most: OVERLAY_LATER_AT_MOST }),
    ackP99MsDuringTallies: compare(ack, answers(naive), { most: ANSWER_LATER_AT_MOST }),
    ...(seldom.length > 0 && {
      takeToOverlayP99MsSeldomTallies: compare(overlay, overlayAt(0.99, seldom)),
      ackP99MsSeldomTallies: compare(ack, answers(seldom)),
    }),
  };
}

async function fillHouse({ crowd, stage }: Bench, side: string, subject: Subject): Promise<void> {
  await crowd.gather(side, [subject.audience], [subject.server.pid], QUESTIONS);
  await stage.enter(side, subject.moderator, QUESTIONS);
  await stage.addOverlay(side, subject.overlay);
  for (let overlays = 1; overlays < OVERLAYS; overlays += 1) {
    await crowd.grow(side, (PHONES / (OVERLAYS - 1)) * overlays);
    await stage.addOverlay(side, subject.overlay);
  }
  // The garbage of all these arrivals is not what is measured.
  await subject.server.memoryAfterCollection();
}

async function show(bench: Bench, side: Side, round: number): Promise<Show> {
  const [warmMs, measureMs] = bench.quick ? [500, 3_500] : [2_000, 15_000];
  const paced = bench.crowd.pace(side, VOTES_PER_SECOND, warmMs, measureMs);
  await bench.stage.take(side, warmMs, TAKE_EVERY_MS);
  const takes = await bench.stage.take(side, measureMs, TAKE_EVERY_MS);
  const voting = await paced;
  if (voting.refused > 0) throw new Error(`${side} refused ${voting.refused} votes`);
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => percentile(takes, share).toFixed(1));
  bench.say(
    `air, round ${round}, ${side}: take to overlay p50 ${p50} p99 ${p99} max ${most} ms ` +
      `(${takes.length} sightings); ${sentence(voting)}`,
  );
  return { takes, voting };
}
