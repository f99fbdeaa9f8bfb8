/** From the moderator's take to the overlay, while a full house votes. */
import { type Bench, ROUNDS, type Scenario } from '../bench.ts';
import { compare, percentile } from '../metric.ts';
import { type Subject, startOurs, startReference } from '../servers.ts';

const QUESTIONS = 50;
const PHONES = 2_000;
const VOTES_PER_SECOND = 2_000;
const LATER_AT_MOST = 0.25;
/** Overlays join before, among and after the phones: a server that tells everybody in order has them everywhere. */
const OVERLAYS = 5;
const SIDES = ['ours', 'naive'] as const;

export const air: Scenario = async (bench) => {
  const ours = await startOurs(await bench.nextPort());
  const subjects = {
    ours: await ours.createDebate(),
    naive: await startReference('naiveDebate', await bench.nextPort(), QUESTIONS),
  };
  await bench.crowd.ask(subjects.ours.audience, QUESTIONS);
  for (const side of SIDES) await fillHouse(bench, side, subjects[side]);

  const takes: Record<(typeof SIDES)[number], number[][]> = { ours: [], naive: [] };
  for (let round = 1; round <= ROUNDS; round += 1)
    for (const side of SIDES) takes[side].push(await show(bench, side, round));

  for (const side of SIDES) {
    await bench.crowd.leave(side);
    await bench.stage.leave(side);
  }
  await Promise.all([ours.stop(), subjects.naive.server.stop()]);
  const at = (share: number, runs: number[][]) => runs.map((run) => percentile(run, share));
  return {
    takeToOverlayP50Ms: compare(at(0.5, takes.ours), at(0.5, takes.naive)),
    takeToOverlayP99Ms: compare(at(0.99, takes.ours), at(0.99, takes.naive), { most: LATER_AT_MOST }),
  };
};

async function fillHouse({ crowd, stage }: Bench, side: string, subject: Subject): Promise<void> {
  await crowd.gather(side, subject.audience, subject.server.pid, QUESTIONS);
  await stage.enter(side, subject.moderator, QUESTIONS);
  await stage.addOverlay(side, subject.overlay);
  for (let overlays = 1; overlays < OVERLAYS; overlays += 1) {
    await crowd.grow(side, (PHONES / (OVERLAYS - 1)) * overlays);
    await stage.addOverlay(side, subject.overlay);
  }
  // The garbage of two thousand arrivals is not what is measured.
  await subject.server.bytesAfterCollection();
}

async function show(bench: Bench, side: string, round: number): Promise<number[]> {
  const [warmMs, measureMs, everyMs] = bench.quick ? [500, 3_500, 80] : [1_500, 20_000, 120];
  const voting = bench.crowd.pace(side, VOTES_PER_SECOND, warmMs, measureMs);
  await bench.stage.take(side, warmMs, everyMs);
  const takes = await bench.stage.take(side, measureMs, everyMs);
  const { perSecond, refused, serverBusy, loadBusy, ackP99 } = await voting;
  if (refused > 0) throw new Error(`${side} refused ${refused} votes`);
  const figures = [0.5, 0.99, 1].map((share) => percentile(takes, share).toFixed(1));
  bench.say(
    `air, round ${round}, ${side}: take to overlay p50 ${figures[0]} p99 ${figures[1]} max ${figures[2]} ms ` +
      `(${takes.length} sightings); ${Math.round(perSecond)} votes/s, ack p99 ${ackP99.toFixed(1)} ms, ` +
      `server ${Math.round(serverBusy * 100)} %, load ${Math.round(loadBusy * 100)} %`,
  );
  return takes;
}
