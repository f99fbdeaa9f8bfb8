/** From the moderator's take to the overlay, and from a vote to its answer, while a full house votes. */
import { type Bench, ROUNDS, type Scenario } from '../bench.ts';
import type { Voting } from '../load/Crowd.ts';
import { compare, percentile } from '../metric.ts';
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
const SIDES = ['ours', 'naive'] as const;

interface Show {
  /** Milliseconds from each take to each overlay. */
  takes: number[];
  voting: Voting;
}

export const air: Scenario = async (bench) => {
  const ours = await startOurs(await bench.nextPort());
  const subjects = {
    ours: await ours.createDebate(),
    naive: await startReference('naiveDebate', await bench.nextPort(), QUESTIONS),
  };
  await bench.crowd.ask(subjects.ours.audience, QUESTIONS);
  for (const side of SIDES) await fillHouse(bench, side, subjects[side]);

  const shows: Record<(typeof SIDES)[number], Show[]> = { ours: [], naive: [] };
  for (let round = 1; round <= ROUNDS; round += 1)
    for (const side of SIDES) shows[side].push(await show(bench, side, round));

  for (const side of SIDES) {
    await bench.crowd.leave(side);
    await bench.stage.leave(side);
  }
  await Promise.all([ours.stop(), subjects.naive.server.stop()]);
  const of = (figure: (show: Show) => number) => [shows.ours.map(figure), shows.naive.map(figure)] as const;
  const overlayAt = (share: number) => of(({ takes }) => percentile(takes, share));
  return {
    takeToOverlayP50Ms: compare(...overlayAt(0.5)),
    takeToOverlayP99Ms: compare(...overlayAt(0.99), { most: OVERLAY_LATER_AT_MOST }),
    ackP99MsDuringTallies: compare(...of(({ voting }) => voting.ackP99), { most: ANSWER_LATER_AT_MOST }),
  };
};

async function fillHouse({ crowd, stage }: Bench, side: string, subject: Subject): Promise<void> {
  await crowd.gather(side, [subject.audience], [subject.server.pid], QUESTIONS);
  await stage.enter(side, subject.moderator, QUESTIONS);
  await stage.addOverlay(side, subject.overlay);
  for (let overlays = 1; overlays < OVERLAYS; overlays += 1) {
    await crowd.grow(side, (PHONES / (OVERLAYS - 1)) * overlays);
    await stage.addOverlay(side, subject.overlay);
  }
  // The garbage of all these arrivals is not what is measured.
  await subject.server.bytesAfterCollection();
}

async function show(bench: Bench, side: string, round: number): Promise<Show> {
  const [warmMs, measureMs] = bench.quick ? [500, 4_500] : [2_000, 15_000];
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
