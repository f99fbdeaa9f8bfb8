/**
 * On how many different questions so many votes fall, where the k-th most wanted has a share of 1 / k^0.8, as in
 * tests/bench/hour/script.ts and in real consultations.
 */
const STEPS_PER_DOUBLING = 8;
const EXPONENT = 0.2;

const known = new Map<string, number>();

export function distinctQuestions(votes: number, questions: number): number {
  if (votes <= 0 || questions <= 0) return 0;
  const step = Math.round(Math.log2(votes) * STEPS_PER_DOUBLING);
  const key = `${step} ${questions}`;
  let found = known.get(key);
  if (found === undefined) {
    found = expected(2 ** (step / STEPS_PER_DOUBLING), questions);
    known.set(key, found);
  }
  return found;
}

function expected(votes: number, questions: number): number {
  const all = (questions + 1) ** EXPONENT - 1;
  let distinct = 0;
  for (let rank = 1; rank <= questions; rank += 1) {
    const share = ((rank + 1) ** EXPONENT - rank ** EXPONENT) / all;
    distinct += 1 - Math.exp(-votes * share);
  }
  return distinct;
}
