/** An hour of a debate in a process whose clock goes by hand: nothing else may run in it. */
import { busyHour } from '../hour/busyHour.ts';
import { FakeClock } from '../hour/FakeClock.ts';
import { serve } from './remote.ts';

const functions = {
  hour(questions: number, votesPerSecond: number) {
    const clock = new FakeClock(Date.UTC(2026, 10, 21, 19));
    clock.install();
    return busyHour({ clock, questions, votesPerSecond, handshake: { counts: 'byNumber' } });
  },
};

export type HourProcess = typeof functions;
serve(functions);
