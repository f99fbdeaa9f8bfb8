/** Acknowledged votes a second, all phones voting as fast as they are answered. */
import { type Bench, ROUNDS, type Scenario } from '../bench.ts';
import type { Voting } from '../load/Crowd.ts';
import { compare, type Metrics } from '../metric.ts';
import { startOurs, startReference } from '../servers.ts';

const QUESTIONS = 50;
const SIDES = ['ours', 'bareSocketIo', 'rawWs'] as const;
const SLOWER_AT_MOST = 0.85;
/** Where the generator is busier than this, votes a second say more about it than about the server. */
const SATURATED = 0.95;

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
    await bench.crowd.gather(side, subjects[side].audience, subjects[side].server.pid, QUESTIONS);

  const metrics: Metrics = {};
  for (const phones of bench.quick ? [1_000] : [200, 1_000]) {
    for (const side of SIDES) await bench.crowd.grow(side, phones);
    Object.assign(metrics, metricsOf(await interleaved(bench, phones), phones));
  }
  for (const side of SIDES) await bench.crowd.leave(side);
  await Promise.all([ours.stop(), subjects.bareSocketIo.server.stop(), subjects.rawWs.server.stop()]);
  return metrics;
};

async function interleaved(bench: Bench, phones: number): Promise<Runs> {
  const [warmMs, measureMs] = bench.quick ? [500, 1_200] : [2_000, 6_000];
  const runs: Runs = { ours: [], bareSocketIo: [], rawWs: [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const side of SIDES) {
      const run = await bench.crowd.flatOut(side, warmMs, measureMs);
      if (run.refused > 0) throw new Error(`${side} refused ${run.refused} votes`);
      runs[side].push(run);
      bench.say(`votes, ${phones} phones, round ${round}, ${side}: ${sentence(run)}`);
    }
  }
  return runs;
}

function sentence({ perSecond, serverMicros, serverBusy, loadBusy, ackP50, ackP99 }: Voting): string {
  const load = `load ${Math.round(loadBusy * 100)} %${loadBusy > SATURATED ? ' (saturated: compare CPU per vote)' : ''}`;
  return (
    `${Math.round(perSecond)} votes/s, ${serverMicros.toFixed(1)} us CPU a vote, ` +
    `ack p50 ${ackP50.toFixed(1)} p99 ${ackP99.toFixed(1)} ms; server ${Math.round(serverBusy * 100)} %, ${load}`
  );
}

function metricsOf({ ours, bareSocketIo, rawWs }: Runs, phones: number): Metrics {
  const bound = phones === 1_000 ? { least: SLOWER_AT_MOST } : undefined;
  const of = (figure: keyof Voting, reference: Voting[]) =>
    [ours.map((run) => run[figure]), reference.map((run) => run[figure])] as const;
  return {
    [`votesPerSecond${phones}`]: compare(...of('perSecond', bareSocketIo), bound),
    [`votesPerSecond${phones}RawWs`]: compare(...of('perSecond', rawWs)),
    [`cpuMicrosPerVote${phones}`]: compare(...of('serverMicros', bareSocketIo)),
    [`cpuMicrosPerVote${phones}RawWs`]: compare(...of('serverMicros', rawWs)),
    [`ackP50Ms${phones}`]: compare(...of('ackP50', bareSocketIo)),
    [`ackP99Ms${phones}`]: compare(...of('ackP99', bareSocketIo)),
  };
}
