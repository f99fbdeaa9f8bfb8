/** Acknowledged votes a second, all phones voting as fast as they are answered. */
import type { Bench, Scenario } from '../bench.ts';
import type { Voting } from '../load/Crowd.ts';
import { type Bound, compare, type Metrics } from '../metric.ts';
import { sentence } from '../sentence.ts';
import { startOurs, startReference } from '../servers.ts';

const QUESTIONS = 50;
/** Many short ones: the machine's speed changes within seconds, and ours and the references must meet the same of it. */
const RUNS = {
  quick: { rounds: 5, warmMs: 400, measureMs: 600 },
  full: { rounds: 25, warmMs: 400, measureMs: 900 },
};
const SIDES = ['ours', 'bareSocketIo', 'rawWs'] as const;
/** By the number of phones; of fewer, figures alone. */
const BOUNDS: Record<number, { faster?: Bound; ofRaw?: Bound; cheaper?: Bound }> = {
  1000: { faster: { least: 1.4 }, ofRaw: { least: 0.85 }, cheaper: { most: 0.7 } },
  5000: { faster: { least: 1.2 } },
};

type Runs = Record<(typeof SIDES)[number], Voting[]>;

export const votes: Scenario = async (bench) => {
  const ours = await startOurs(await bench.nextPort());
  const subjects = {
    ours: await ours.createDebate(),
    bareSocketIo: await startReference('bareSocketIo', await bench.nextPort(), QUESTIONS),
    rawWs: await startReference('rawWs', await bench.nextPort(), QUESTIONS),
  };
  await bench.crowd.ask(subjects.ours.audience, QUESTIONS);
  for (const side of SIDES)
    await bench.crowd.gather(side, [subjects[side].audience], [subjects[side].server.pid], QUESTIONS);

  const metrics: Metrics = {};
  for (const phones of bench.quick ? [1_000] : [200, 1_000, 5_000]) {
    for (const side of SIDES) await bench.crowd.grow(side, phones);
    Object.assign(metrics, metricsOf(await interleaved(bench, phones), phones));
  }
  for (const side of SIDES) await bench.crowd.leave(side);
  await Promise.all([ours.stop(), subjects.bareSocketIo.server.stop(), subjects.rawWs.server.stop()]);
  return metrics;
};

async function interleaved(bench: Bench, phones: number): Promise<Runs> {
  const { rounds, warmMs, measureMs } = bench.quick ? RUNS.quick : RUNS.full;
  const runs: Runs = { ours: [], bareSocketIo: [], rawWs: [] };
  for (let round = 1; round <= rounds; round += 1) {
    for (const side of SIDES) {
      const run = await bench.crowd.flatOut(side, warmMs, measureMs);
      if (run.refused > 0) throw new Error(`${side} refused ${run.refused} votes`);
      runs[side].push(run);
      bench.say(`votes, ${phones} phones, round ${round}, ${side}: ${sentence(run)}`);
    }
  }
  return runs;
}

function metricsOf({ ours, bareSocketIo, rawWs }: Runs, phones: number): Metrics {
  const of = (figure: 'perSecond' | 'serverMicros' | 'ackP50' | 'ackP99', reference: Voting[]) =>
    [ours.map((run) => run[figure]), reference.map((run) => run[figure])] as const;
  const bounds = BOUNDS[phones] ?? {};
  return {
    [`votesPerSecond${phones}`]: compare(...of('perSecond', bareSocketIo), bounds.faster),
    [`votesPerSecond${phones}RawWs`]: compare(...of('perSecond', rawWs), bounds.ofRaw),
    [`cpuMicrosPerVote${phones}`]: compare(...of('serverMicros', bareSocketIo), bounds.cheaper),
    [`cpuMicrosPerVote${phones}RawWs`]: compare(...of('serverMicros', rawWs)),
    [`ackP50Ms${phones}`]: compare(...of('ackP50', bareSocketIo)),
    [`ackP99Ms${phones}`]: compare(...of('ackP99', bareSocketIo)),
  };
}
