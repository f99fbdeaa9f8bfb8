/** The bound metrics in words, for the chart. */

export interface Title {
  title: string;
  /** What the reference is. */
  against: string;
}

const TITLES: Record<string, Title> = {
  votesPerSecond1000: { title: 'Votes a second, 1,000 phones', against: 'bare Socket.IO' },
  votesPerSecond1000RawWs: { title: 'Votes a second, 1,000 phones', against: 'raw ws, JSON echo' },
  votesPerSecond5000: { title: 'Votes a second, 5,000 phones', against: 'bare Socket.IO' },
  cpuMicrosPerVote1000: { title: 'CPU per vote, microseconds', against: 'bare Socket.IO' },
  cpuMicrosPerTallyAndPhone: {
    title: 'CPU per tally and phone, microseconds',
    against: 'Socket.IO room emit',
  },
  takeToOverlayP99Ms: { title: 'From take to overlay, p99, ms', against: 'plain Socket.IO debate' },
  ackP99MsDuringTallies: {
    title: 'A vote’s answer during tallies, p99, ms',
    against: 'plain Socket.IO debate',
  },
  bytesPerIdlePhone: { title: 'Memory of an idle phone, bytes', against: 'bare Socket.IO' },
  redisOperationsPerVote: { title: 'Redis operations per vote, 5,000 votes/s', against: 'one for each vote' },
  cpuMicrosPerVote10000Questions: { title: 'CPU per vote, 10,000 questions', against: '10 questions' },
  cpuMicrosPerVote100000Participants: {
    title: 'CPU per vote, 100,000 participants',
    against: '100 participants',
  },
  cpuMicrosPerVote200Debates: { title: 'CPU per vote, 200 debates', against: '1 debate' },
  reloadMs1000000: { title: 'Replay of 1,000,000 events, ms', against: 'promised' },
  bytesPerBusyHour: { title: 'Bytes a phone receives in a busy hour', against: 'promised' },
};

export const titleOf = (metric: string): Title => TITLES[metric] ?? { title: metric, against: 'reference' };
