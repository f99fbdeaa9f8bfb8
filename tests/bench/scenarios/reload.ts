/** A debate of 60,000 events, opened from disk as after a restart. The reference is what is promised: one second. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DebateEvent } from '../../../server/debate/events.ts';
import { SqliteJournal } from '../../../server/journal/sqlite.ts';
import { Room, streamOf } from '../../../server/room/room.ts';
import { ROUNDS, type Scenario } from '../bench.ts';
import { compare } from '../metric.ts';

const DEBATE = 'reload000001';
const QUESTIONS = 500;
const EVENTS = 60_000;
const WITHIN_MS = 1_000;
const BATCH = 5_000;

export const reload: Scenario = async (bench) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sofra-reload-'));
  try {
    await write(dataDir);
    const ours: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      ours.push(await reloadMs(dataDir));
      bench.say(`reload, round ${round}: ${ours.at(-1)} ms for ${EVENTS} events`);
    }
    return { reloadMs60000: compare(ours, [WITHIN_MS], { most: 1 }) };
  } finally {
    await rm(dataDir, { recursive: true });
  }
};

async function reloadMs(dataDir: string): Promise<number> {
  const startedAt = performance.now();
  const journal = await SqliteJournal.open(dataDir);
  const room = await Room.load(DEBATE, journal);
  const took = Math.round(performance.now() - startedAt);
  if (room.seq < EVENTS) throw new Error(`${room.seq} events came back, not ${EVENTS}`);
  room.close();
  await journal.close();
  return took;
}

async function write(dataDir: string): Promise<void> {
  const journal = await SqliteJournal.open(dataDir);
  const events = [...opening(), ...votes()].slice(0, EVENTS);
  for (let start = 0; start < events.length; start += BATCH) {
    await journal.append(streamOf(DEBATE), events.slice(start, start + BATCH));
  }
  await journal.close();
}

const recorded = (by: string, event: DebateEvent) => ({ at: 1_700_000_000_000, by, event });
const questionId = (index: number) => `question-${String(index).padStart(6, '0')}`;

function* opening() {
  const settings = {
    title: 'A long evening',
    series: '',
    languages: ['sq', 'sr-Latn'],
    code: 'DFGJKL',
    id: DEBATE,
  };
  yield recorded('api', { type: 'debateCreated', ...settings, screening: 'off', names: 'off' });
  yield recorded('api', { type: 'debateOpened' });
  for (let index = 0; index < QUESTIONS; index += 1) {
    const text = `Who looks after street number ${index}, and since when has it been so?`;
    yield recorded(`person${index}`, {
      type: 'questionAsked',
      questionId: questionId(index),
      text,
      language: 'en',
    });
  }
}

function* votes() {
  for (let vote = 0; vote < EVENTS; vote += 1) {
    const by = `participant${vote % 1_500}`;
    yield recorded(by, { type: 'upvoted', questionId: questionId(Math.floor(vote / 1_500) % QUESTIONS) });
  }
}
