/** The load generator: crowds by name, in a process and on a core of their own. */
import { sampleQuestions } from '../sampleQuestions.ts';
import { Crowd } from './Crowd.ts';
import { serve } from './remote.ts';
import { type Address, Wire } from './Wire.ts';

const crowds = new Map<string, Crowd>();

function crowd(name: string): Crowd {
  const known = crowds.get(name);
  if (!known) throw new Error(`no crowd named ${name}`);
  return known;
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
  gather(name: string, address: Address, serverPid: number, questions: number) {
    crowds.set(
      name,
      new Crowd(
        address,
        serverPid,
        sampleQuestions(questions).map(({ id }) => id),
      ),
    );
  },
  grow: (name: string, to: number) => crowd(name).grow(to),
  flatOut: (name: string, warmMs: number, measureMs: number) => crowd(name).flatOut(warmMs, measureMs),
  pace: (name: string, perSecond: number, warmMs: number, measureMs: number) =>
    crowd(name).pace(perSecond, warmMs, measureMs),
  leave(name: string) {
    crowd(name).leave();
    crowds.delete(name);
  },
};

export type CrowdProcess = typeof functions;
serve(functions);
