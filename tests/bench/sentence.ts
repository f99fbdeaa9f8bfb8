import type { Voting } from './load/Crowd.ts';

/** Where the generator is busier than this, votes a second say more about it than about the server. */
const SATURATED = 0.95;

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A run for reading, with how busy server and generator were. */
export function sentence({ perSecond, serverMicros, serverBusy, loadBusy, ackP50, ackP99 }: Voting): string {
  const load = `load ${percent(loadBusy)}${loadBusy > SATURATED ? ' (saturated: compare CPU per vote)' : ''}`;
  return (
    `${Math.round(perSecond)} votes/s, ${serverMicros.toFixed(1)} us CPU a vote, ` +
    `ack p50 ${ackP50.toFixed(1)} p99 ${ackP99.toFixed(1)} ms; server ${percent(serverBusy)}, ${load}`
  );
}
