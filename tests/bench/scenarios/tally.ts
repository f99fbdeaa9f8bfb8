/**
 * What it costs the server to tell one phone the new counts, by the thousand: few votes, so that they themselves do
 * not matter; what the same phones cost just before without any is taken off.
 */
import type { Bench, Scenario } from '../bench.ts';
import type { Voting } from '../load/Crowd.ts';
import { compare } from '../metric.ts';
import { percent } from '../sentence.ts';
import { startOurs, startReference } from '../servers.ts';

const QUESTIONS = 50;
const VOTES_PER_SECOND = 3;
/** Every server pings every phone once meanwhile. */
const MEASURE_MS = 10_000;
/** What is taken off differs from one to the next by a tenth of what is left. */
const ROUNDS = 7;
const CHEAPER_AT_LEAST = 0.7;
const SIDES = ['ours', 'naive'] as const;

type Side = (typeof SIDES)[number];

export const tally: Scenario = async (bench) => {
  const phones = bench.quick ? 2_000 : 5_000;
  const ours = await startOurs(await bench.nextPort());
  const subjects = {
    ours: await ours.createDebate(),
    naive: await startReference('naiveDebate', await bench.nextPort(), QUESTIONS),
  };
  await bench.crowd.ask(subjects.ours.audience, QUESTIONS);
  for (const side of SIDES) {
    const { audience, server } = subjects[side];
    await bench.crowd.gather(side, [audience], [server.pid], QUESTIONS);
    await bench.crowd.grow(side, phones);
    await server.memoryAfterCollection();
  }
  const micros: Record<Side, number[]> = { ours: [], naive: [] };
  for (let round = 1; round <= ROUNDS; round += 1)
    for (const side of SIDES) micros[side].push(await tell(bench, side, `round ${round}, ${phones} phones`));

  for (const side of SIDES) await bench.crowd.leave(side);
  await Promise.all([ours.stop(), subjects.naive.server.stop()]);
  return { cpuMicrosPerTallyAndPhone: compare(micros.ours, micros.naive, { most: CHEAPER_AT_LEAST }) };
};

async function tell({ crowd, say }: Bench, side: Side, run: string): Promise<number> {
  const idle = await crowd.pace(side, 0, 0, MEASURE_MS);
  const voting = await crowd.pace(side, VOTES_PER_SECOND, 1_000, MEASURE_MS);
  const { patches, patchBytes, serverBusy, loadBusy } = voting;
  const micros = (microsOf(voting) - microsOf(idle)) / patches;
  say(
    `tally, ${run}, ${side}: ${micros.toFixed(1)} us CPU a phone and tally of ${Math.round(patchBytes / patches)} ` +
      `bytes (${patches} sent); server ${percent(serverBusy)}, load ${percent(loadBusy)}`,
  );
  return micros;
}

const microsOf = ({ micros }: Voting): number => micros.reduce((sum, one) => sum + one, 0);
