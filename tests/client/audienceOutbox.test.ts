import { beforeEach, describe, expect, test } from 'vitest';
import { Outbox, type OutgoingQuestion } from '../../client/audience/outbox.svelte.ts';
import { remember } from '../../client/lib/remembered.ts';

const CODE = 'DFGJKL';
const question: OutgoingQuestion = { id: 'question-000001', text: 'Pse?', language: 'sq', at: 1 };

describe('what is on its way', () => {
  beforeEach(() => remember(`sofra.outbox.${CODE}`, null));

  test('[P6] questions, votes and withdrawals survive a reload until they are answered', () => {
    const before = new Outbox(CODE);
    before.putQuestion(question);
    before.putVote('a', true);
    before.putWithdrawal('b');

    const after = new Outbox(CODE);
    expect(after.questions).toEqual([question]);
    expect(after.votes).toEqual({ a: true });
    expect(after.withdrawals).toEqual(['b']);

    after.dropQuestion(question.id);
    after.dropVote('a');
    after.dropWithdrawal('b');
    expect(after.isEmpty).toBe(true);
    expect(new Outbox(CODE).isEmpty).toBe(true);
  });

  test('[P6] of one question’s taps only the last is kept', () => {
    const outbox = new Outbox(CODE);
    outbox.putVote('a', true);
    outbox.putVote('a', false);
    expect(new Outbox(CODE).votes).toEqual({ a: false });
  });

  test('[P6] a refused question is kept once, with the reason', () => {
    const outbox = new Outbox(CODE);
    outbox.putQuestion(question);
    outbox.putQuestion({ ...question, refused: 'debateNotOpen' });
    expect(new Outbox(CODE).questions).toEqual([{ ...question, refused: 'debateNotOpen' }]);
  });

  test('[P6] two tabs of one debate do not undo each other’s changes', () => {
    const one = new Outbox(CODE);
    const other = new Outbox(CODE);
    one.putVote('a', true);
    other.putVote('b', true);
    one.dropVote('a');
    expect(new Outbox(CODE).votes).toEqual({ b: true });
  });

  test('[P6] each debate has its own', () => {
    new Outbox(CODE).putQuestion(question);
    expect(new Outbox('ZZZZZZ').isEmpty).toBe(true);
  });

  test('[P6] what cannot be read is forgotten', () => {
    remember(`sofra.outbox.${CODE}`, '{broken');
    expect(new Outbox(CODE).isEmpty).toBe(true);
  });
});
