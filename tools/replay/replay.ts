/** One replay, from an empty debate to the comparison. */
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Desk } from '../desk.ts';
import { Phone } from '../phone.ts';
import { Api } from './api.ts';
import type { Consultation } from './consultation.ts';
import { Crowd } from './crowd.ts';
import { Progress } from './progress.ts';
import { compareKept, compareShown, declineAndCompare } from './readBack.ts';
import { Tally } from './tally.ts';

interface ReplayOptions {
  consultation: Consultation;
  url: string;
  token: string;
  speed: number;
  /** Called when everybody is connected, before the first command. */
  onArrived?: (crowd: Crowd) => void;
  /** Called when all commands are answered, before the counts are read. */
  onAnswered?: () => Promise<void>;
}

export interface Replayed {
  debateId: string;
  questions: { sourceId: string; votes: number; expected: number }[];
  tally: Tally;
  people: number;
  /** From the first command to the last answer. */
  seconds: number;
  /** A line each; none where everything is as it must be. */
  differences: string[];
}

/** Without a single answer for this long, what is underway is lost. */
const LOST_AFTER_MS = 120_000;

/** @throws Error that can be shown: the server is away, the token is wrong, commands are lost */
export async function replay({
  consultation,
  url,
  token,
  speed,
  onArrived,
  onAnswered,
}: ReplayOptions): Promise<Replayed> {
  const { title, language, questions, votes } = consultation;
  const api = new Api(url, token);
  const { id, code, links } = await api.createDebate({
    title,
    ...(language !== 'und' && { languages: [language] }),
  });
  const idOf = questionIds();
  const desk = new Desk({ url, debate: id, key: new URL(links.moderator).hash.slice(1) });
  const tally = new Tally();
  const crowd = new Crowd({ url, code, consultation, idOf, desk, tally, speed });
  const progress = new Progress(() => ({ done: tally.answered, total: questions.length + votes.length }));
  const end = new AbortController();
  try {
    await Promise.all([desk.ready, crowd.arrive()]);
    onArrived?.(crowd);
    const startedAt = performance.now();
    await Promise.race([crowd.act(), lost(tally, end.signal)]);
    const seconds = (performance.now() - startedAt) / 1_000;
    progress.stop();
    await onAnswered?.();
    const people = crowd.size;
    crowd.leave();
    const read = await readBack({ consultation, url, code, id, idOf, desk, api });
    return { debateId: id, tally, people, seconds, ...read };
  } finally {
    end.abort();
    progress.stop();
    crowd.leave();
    desk.close();
  }
}

/** Of one run: random, and from then on the same for the same comment. */
function questionIds(): (sourceId: string) => string {
  const run = randomBytes(8).toString('hex');
  return (sourceId) => `${run}-${sourceId}`;
}

/** Rejects when the server has stopped answering for good. */
async function lost(tally: Tally, signal: AbortSignal): Promise<never> {
  let answered = -1;
  for (;;) {
    await wait(LOST_AFTER_MS, undefined, { signal });
    if (tally.lost > 0 && tally.answered === answered)
      throw new Error(`${tally.lost} commands had no answer for ${LOST_AFTER_MS / 1_000} s.`);
    answered = tally.answered;
  }
}

interface ReadBackOptions {
  consultation: Consultation;
  url: string;
  code: string;
  id: string;
  idOf: (sourceId: string) => string;
  desk: Desk;
  api: Api;
}

async function readBack({ consultation: { questions }, url, code, id, idOf, desk, api }: ReadBackOptions) {
  const phone = new Phone({ url, code });
  try {
    await phone.ready;
    const shown = compareShown(questions, idOf, phone);
    const declined = await declineAndCompare(questions, idOf, desk, phone);
    const detail = await api.debate(id);
    return {
      questions: questions.map(({ sourceId, expected }) => ({
        sourceId,
        votes: detail.questions[idOf(sourceId)]?.votes ?? 0,
        expected,
      })),
      differences: [...shown, ...declined, ...compareKept(questions, idOf, detail)],
    };
  } finally {
    phone.close();
  }
}
