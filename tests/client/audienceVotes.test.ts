import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learnAllVotes, learnVote, type MyVotes, shownVotes } from '../../client/audience/myVotes.ts';

const Q = 'question-1';
const shown = (votes: MyVotes, tally: number, seq: number, wanted?: boolean) =>
  shownVotes(tally, votes[Q], seq, wanted);

describe('my own vote in the number shown', () => {
  test('[P1] a tap counts at once, before anybody has answered', () => {
    expect(shown({}, 4, 10, true)).toBe(5);
  });

  test('[P1] acknowledged, it is added until the tally holds it, and never twice', () => {
    const votes = learnVote({}, Q, true, 12, 10);
    expect(shown(votes, 4, 10)).toBe(5);
    expect(shown(votes, 4, 11)).toBe(5);
    expect(shown(votes, 5, 12)).toBe(5);
  });

  test('[P1] however late the tally comes, the number never falls back', () => {
    let votes: MyVotes = {};
    const seen: number[] = [];
    const see = (tally: number, seq: number, wanted?: boolean) => seen.push(shown(votes, tally, seq, wanted));
    see(4, 10);
    see(4, 10, true);
    votes = learnVote(votes, Q, true, 40, 10);
    see(4, 10);
    see(4, 10);
    see(60, 55);
    expect(seen).toEqual([4, 5, 5, 5, 60]);
  });

  test('[P1] taken back, it is subtracted until the tally has lost it', () => {
    const given = learnAllVotes({ [Q]: true }, 20);
    expect(shown(given, 5, 20)).toBe(5);
    expect(shown(given, 5, 20, false)).toBe(4);
    const back = learnVote(given, Q, false, 22, 20);
    expect(shown(back, 5, 21)).toBe(4);
    expect(shown(back, 4, 22)).toBe(4);
  });

  test('[P2] the same answer heard twice, or an old one late, changes nothing', () => {
    const votes = learnVote({}, Q, true, 12, 10);
    expect(learnVote(votes, Q, true, 15, 10)).toBe(votes);
    expect(learnVote(votes, Q, false, 11, 10)).toBe(votes);
  });

  test('[P2] after a reconnect only what the server knows counts', () => {
    const votes = learnAllVotes({ other: true }, 30);
    expect(shown(votes, 7, 30)).toBe(7);
    expect(shown(votes, 7, 30, true)).toBe(8);
  });

  test('[P1] whatever the taps: once all is answered and counted, the number is the tally', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 12 }), fc.nat(9), (taps, others) => {
        let votes: MyVotes = {};
        let seq = 0;
        let mine = false;
        for (const up of taps) {
          expect(shown(votes, others + Number(mine), seq, up)).toBe(others + Number(up));
          if (up === mine) continue;
          votes = learnVote(votes, Q, up, seq + 1, seq);
          expect(shown(votes, others + Number(mine), seq)).toBe(others + Number(up));
          seq += 1;
          mine = up;
        }
        expect(shown(votes, others + Number(mine), seq)).toBe(others + Number(mine));
      }),
    );
  });
});
