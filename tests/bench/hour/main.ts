/** Prints what an hour costs a phone at each rate of votes: `npx tsx tests/bench/hour/main.ts [votes a second ...]`. */
import { busyHour } from './busyHour.ts';
import { FakeClock } from './FakeClock.ts';

const QUESTIONS = 300;
const rates = process.argv.slice(2).map(Number);

const clock = new FakeClock(Date.UTC(2026, 10, 21, 19));
clock.install();
console.log('votes/s   bytes in the hour   messages   a count is shown after s: median   95 %   longest');
for (const votesPerSecond of rates.length > 0 ? rates : [1, 5, 50, 500]) {
  const { bytes, messages, delay } = await busyHour({
    clock,
    questions: QUESTIONS,
    votesPerSecond,
    handshake: { counts: 'byNumber' },
  });
  const delays = [delay.median, delay.p95, delay.longest].map((seconds) => seconds.toFixed(1)).join('   ');
  console.log(`${votesPerSecond}   ${bytes}   ${messages}   ${delays}`);
}

process.exit();
