/**
 * What the server has said of my votes, and since when. The tally of a view holds my vote only from the
 * vote's own seq on: between tap and tally the screen adds what is missing, and never adds it twice.
 */
interface MyVote {
  /** The newest that the server has said. */
  readonly up: boolean;
  /** The position in the log from which tallies count it so. */
  readonly seq: number;
  /** What older tallies count. */
  readonly before: boolean;
}

export type MyVotes = Readonly<Record<string, MyVote>>;

const isCounted = (vote: MyVote | undefined, viewSeq: number): boolean =>
  vote !== undefined && (viewSeq >= vote.seq ? vote.up : vote.before);

/** @param viewSeq of the view on screen at this moment */
export function learnVote(
  votes: MyVotes,
  questionId: string,
  up: boolean,
  seq: number,
  viewSeq: number,
): MyVotes {
  const known = votes[questionId];
  if (known && (known.seq > seq || known.up === up)) return votes;
  return { ...votes, [questionId]: { up, seq, before: isCounted(known, viewSeq) } };
}

/** All my votes as of `seq`: what is not among them is not given. */
export function learnAllVotes(upvotes: Readonly<Record<string, boolean>>, seq: number): MyVotes {
  return Object.fromEntries(
    Object.entries(upvotes).map(([questionId, up]) => [questionId, { up, seq, before: up }]),
  );
}

/**
 * The number to show.
 * @param tally as in the view of `viewSeq`
 * @param wanted the last tap that waits for its answer; undefined: none waits
 */
export function shownVotes(
  tally: number,
  vote: MyVote | undefined,
  viewSeq: number,
  wanted: boolean | undefined,
): number {
  const up = wanted ?? vote?.up ?? false;
  return Math.max(0, tally + Number(up) - Number(isCounted(vote, viewSeq)));
}
