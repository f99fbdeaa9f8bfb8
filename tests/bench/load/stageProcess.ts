/** Moderator and overlays, apart from the crowd and, where the machine lets us, before it: their clock must not wait for its work. */
import { constants, setPriority } from 'node:os';
import { sampleQuestions } from '../sampleQuestions.ts';
import { serve } from './remote.ts';
import { Stage } from './Stage.ts';
import type { Address } from './Wire.ts';

const stages = new Map<string, Stage>();

function stage(name: string): Stage {
  const known = stages.get(name);
  if (!known) throw new Error(`no stage named ${name}`);
  return known;
}

const functions = {
  async enter(name: string, moderator: Address, questions: number) {
    const ids = sampleQuestions(questions).map(({ id }) => id);
    stages.set(name, await Stage.enter(moderator, ids));
  },
  addOverlay: (name: string, address: Address) => stage(name).addOverlay(address),
  take: (name: string, forMs: number, everyMs: number) => stage(name).take(forMs, everyMs),
  leave: (name: string) => stage(name).leave(),
};

try {
  setPriority(constants.priority.PRIORITY_HIGHEST);
} catch {
  console.log('No right to a higher priority: what overlays see is also late by the load generator.');
}

export type StageProcess = typeof functions;
serve(functions);
