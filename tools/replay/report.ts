/** A replay in a few lines, and as JSON. */
import type { Consultation } from './consultation.ts';
import type { Replayed } from './replay.ts';

const DIFFERENCES_SHOWN = 20;

export function report({ debateId, questions, tally, seconds }: Replayed) {
  return {
    debateId,
    questions,
    acked: tally.acknowledged,
    refused: tally.refused,
    seconds: Math.round(seconds * 1_000) / 1_000,
    ack: tally.percentiles(),
  };
}

const number = (value: number): string => value.toLocaleString('en');

export function table({ title }: Consultation, replayed: Replayed & { kills: number }): string {
  const { questions, tally, people, seconds, differences, kills } = replayed;
  const { p50, p95, p99 } = tally.percentiles();
  const row = (name: string, question: number, vote: number) =>
    `  ${name.padEnd(14)}${number(question).padStart(10)}${number(vote).padStart(10)}`;
  const shown = differences.slice(0, DIFFERENCES_SHOWN).map((line) => `  ${line}`);
  const more = differences.length - shown.length;
  return [
    '',
    `${title}: ${number(people)} people, ${number(questions.length)} questions, ${seconds.toFixed(1)} s${
      kills > 0 ? `, the server killed and restarted ${kills} times` : ''
    }`,
    '',
    `  ${''.padEnd(14)}${'questions'.padStart(10)}${'votes'.padStart(10)}`,
    row('asked', tally.question.asked, tally.vote.asked),
    row('acknowledged', tally.question.acknowledged, tally.vote.acknowledged),
    row('refused', tally.question.refused, tally.vote.refused),
    '',
    `  ${number(Math.round(tally.vote.acknowledged / seconds))} votes/s`,
    `  acknowledged within p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`,
    ...Array.from(tally.refusals, ([code, times]) => `  refused ${number(times)} times: ${code}`),
    '',
    ...(differences.length === 0
      ? ['Every question has exactly its count, on a phone and over the API.']
      : [`${differences.length} differences:`, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])]),
  ].join('\n');
}
