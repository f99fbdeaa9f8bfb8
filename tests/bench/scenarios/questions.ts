/** What a vote costs the server in a debate of 5,000 questions, against one of 50 on the same server. */
import { ROUNDS, type Scenario } from '../bench.ts';
import { compare } from '../metric.ts';
import { startOurs } from '../servers.ts';

const FEW = 50;
const MANY = 5_000;
const PHONES = 1_000;
const DEARER_AT_MOST = 1.1;

export const questions: Scenario = async (bench) => {
  const [warmMs, measureMs] = bench.quick ? [600, 1_200] : [2_000, 6_000];
  const ours = await startOurs(await bench.nextPort());
  const micros: Record<number, number[]> = { [MANY]: [], [FEW]: [] };
  for (const count of [MANY, FEW]) {
    const { audience, server } = await ours.createDebate();
    await bench.crowd.ask(audience, count);
    await bench.crowd.gather(`${count}`, audience, server.pid, count);
    await bench.crowd.grow(`${count}`, PHONES);
  }
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const count of [MANY, FEW]) {
      const run = await bench.crowd.flatOut(`${count}`, warmMs, measureMs);
      if (run.refused > 0) throw new Error(`${run.refused} votes were refused`);
      micros[count]?.push(run.serverMicros);
      bench.say(
        `questions, round ${round}: ${run.serverMicros.toFixed(1)} us CPU a vote at ${count} questions ` +
          `(${Math.round(run.perSecond)} votes/s, server ${Math.round(run.serverBusy * 100)} %)`,
      );
    }
  }
  for (const count of [MANY, FEW]) await bench.crowd.leave(`${count}`);
  await ours.stop();
  return {
    cpuMicrosPerVote5000Questions: compare(micros[MANY] ?? [], micros[FEW] ?? [], { most: DEARER_AT_MOST }),
  };
};
