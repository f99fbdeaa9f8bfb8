/** All that comes over a phone's connection in an hour of 300 questions and five votes a second; the clock goes by hand. */
import type { Scenario } from '../bench.ts';
import { ANY_CORE } from '../cores.ts';
import type { HourProcess } from '../load/hourProcess.ts';
import { remote } from '../load/remote.ts';
import { compare } from '../metric.ts';

const QUESTIONS = 300;
const VOTES_PER_SECOND = 5;
const BYTES_AT_MOST = 250_000;

export const bytes: Scenario = async ({ say }) => {
  const process = remote<HourProcess>('hourProcess.ts', ANY_CORE);
  const found = await process.hour(QUESTIONS, VOTES_PER_SECOND);
  await process.end();
  say(
    `bytes: ${found.bytes} in an hour of ${found.votes} votes, in ${found.messages} messages; ` +
      `a vote shows after ${found.delay.median.toFixed(1)} s, p95 ${found.delay.p95.toFixed(1)} s`,
  );
  return { bytesPerBusyHour: compare([found.bytes], [BYTES_AT_MOST], { most: 1 }) };
};
