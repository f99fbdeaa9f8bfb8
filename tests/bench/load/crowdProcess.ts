/** The load generator: crowds by name, in a process and on a core of their own. */
import { sampleQuestions } from '../sampleQuestions.ts';
import { Crowd, type Voting } from './Crowd.ts';
import { serve } from './remote.ts';
import { type Address, Wire } from './Wire.ts';

const crowds = new Map<string, Crowd>();

function crowd(name: string): Crowd {
  const known = crowds.get(name);
  if (!known) throw new Error(`no crowd named ${name}`);
  return known;
}

export interface Busy {
  mean: number;
  most: number;
}

const justAsked = () => ({ at: performance.now(), cpu: process.cpuUsage(), most: 0 });
let asked = justAsked();

function noted(voting: Voting): Voting {
  asked.most = Math.max(asked.most, voting.loadBusy);
  return voting;
}

/** Asks all sample questions as one participant, a few at a time. */
async function ask(address: Address, count: number): Promise<void> {
  const AT_A_TIME = 100;
  const wire = await new Wire(address).arrive();
  const questions = sampleQuestions(count);
  for (let start = 0; start < count; start += AT_A_TIME) {
    const some = questions.slice(start, start + AT_A_TIME);
    await new Promise<void>((resolve, reject) => {
      let left = some.length;
      wire.onAnswer = (_, ok) => {
        if (!ok) reject(new Error('a sample question was refused'));
        left -= 1;
        if (left === 0) resolve();
      };
      for (const question of some) wire.command(JSON.stringify({ type: 'askQuestion', ...question }));
    });
  }
  wire.close();
}

const functions = {
  ask,
  gather(name: string, addresses: Address[], pids: number[], questions: number) {
    const ids = sampleQuestions(questions).map(({ id }) => id);
    crowds.set(name, new Crowd(addresses, pids, ids));
  },
  grow: (name: string, to: number) => crowd(name).grow(to),
  flatOut: async (name: string, warmMs: number, measureMs: number) =>
    noted(await crowd(name).flatOut(warmMs, measureMs)),
  pace: async (name: string, perSecond: number, warmMs: number, measureMs: number) =>
    noted(await crowd(name).pace(perSecond, warmMs, measureMs)),
  scatter: (name: string, perSecond: number, warmMs: number, measureMs: number) =>
    crowd(name).scatter(perSecond, warmMs, measureMs),
  leave(name: string) {
    crowd(name).leave();
    crowds.delete(name);
  },
  /** @returns what this process has used of its core since it was last asked, and in its busiest run */
  busy(): Busy {
    const { user, system } = process.cpuUsage(asked.cpu);
    const found = { mean: (user + system) / 1_000 / (performance.now() - asked.at), most: asked.most };
    asked = justAsked();
    return found;
  },
};

export type CrowdProcess = typeof functions;
serve(functions);
