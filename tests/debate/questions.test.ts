import { describe, expect, test } from 'vitest';
import { idOf, MODERATOR, Play, refusedAs } from './play.ts';

describe('asking', () => {
  test('[D5] a question waits for a moderator where the debate screens first', () => {
    const play = new Play();
    expect(play.ask('a').ok).toBe(true);
    expect(play.question('a').status).toBe('waiting');
  });

  test('[D6] a question is approved as it is asked where the debate does not screen', () => {
    const play = new Play({ screening: 'off' });
    play.ask('a');
    expect(play.question('a').status).toBe('approved');
  });

  test('[D9] an author’s upvote is not given by itself and counts like any other', () => {
    const play = new Play().approved('a');
    expect(play.votes('a')).toBe(0);
    play.vote('a', 'author');
    expect(play.votes('a')).toBe(1);
  });

  test('[D11] asking again under the same id is the same question; somebody else’s id is taken', () => {
    const play = new Play();
    play.ask('a');
    const { seq } = play;
    expect(play.ask('a', 'author', 'With other words?')).toEqual({ ok: true, seq });
    expect(play.seq).toBe(seq);
    expect(play.question('a').text).toBe('May I ask about a?');
    expect(refusedAs(play.ask('a', 'somebody else'))).toBe('idTaken');
  });

  test('[D1] a repeated question is answered as the first time even after the debate has closed', () => {
    const play = new Play();
    play.ask('a');
    play.do(MODERATOR, { type: 'closeDebate' });
    expect(play.ask('a').ok).toBe(true);
  });

  test('[D12] a name is kept where the debate takes names and refused where it takes none', () => {
    const ask = { type: 'askQuestion', id: idOf('a'), text: 'Why?', name: 'Vesa' } as const;
    const named = new Play();
    named.do('author', ask);
    expect(named.question('a').name).toBe('Vesa');
    const nameless = new Play({ names: 'off' });
    expect(refusedAs(nameless.do('author', ask))).toBe('namesOff');
    expect(nameless.state.questions.size).toBe(0);
  });

  test.each([
    ['Kur hapet ura?', undefined, 'sq', 'sq'],
    ['Kada se otvara most?', 'sr-Latn', 'sq', 'sr-Latn'],
    ['Када се отвара мост?', undefined, 'sr-Latn', 'sr-Cyrl'],
    ['Kada se otvara most?', undefined, 'sr-Cyrl', 'sr-Latn'],
    ['Када се отвара мост?', undefined, 'en', 'sr-Cyrl'],
    ['2026?', undefined, 'sr-Cyrl', 'sr-Cyrl'],
  ])('[D14] %s, said to be %s on a screen in %s, is in %s', (text, said, screen, language) => {
    const play = new Play();
    play.do('author', { type: 'askQuestion', id: idOf('a'), text, ...(said && { language: said }) }, screen);
    expect(play.question('a').language).toBe(language);
  });
});

describe('upvoting', () => {
  test('[D7] a second upvote changes nothing', () => {
    const play = new Play().approved('a');
    play.vote('a', 'vera');
    const { seq } = play;
    expect(play.vote('a', 'vera')).toEqual({ ok: true, seq });
    expect(play.hear('vera', { type: 'upvoted', questionId: idOf('a') }).ok).toBe(true);
    expect(play.votes('a')).toBe(1);
  });

  test('[D8] an upvote can be taken back and given again', () => {
    const play = new Play().approved('a');
    for (const up of [true, false, true, false, false]) play.vote('a', 'vera', up);
    expect(play.votes('a')).toBe(0);
    play.vote('a', 'vera');
    play.vote('a', 'arta');
    expect(play.votes('a')).toBe(2);
  });

  test('[D10] only an approved question takes upvotes', () => {
    const play = new Play().approved('declined', 'withdrawn', 'answered');
    play.ask('waiting');
    play.do(MODERATOR, { type: 'decline', questionId: idOf('declined'), reason: 'unclear' });
    play.do('author', { type: 'withdrawQuestion', questionId: idOf('withdrawn') });
    play.do(MODERATOR, { type: 'markAnswered', questionId: idOf('answered') });
    const answers = ['unheard', 'waiting', 'declined', 'withdrawn', 'answered'].map((name) =>
      refusedAs(play.vote(name, 'vera')),
    );
    expect(answers).toEqual([
      'questionUnknown',
      'questionNotApproved',
      'questionNotApproved',
      'questionWithdrawn',
      'questionAnswered',
    ]);
  });

  test('[D13] questions and upvotes are taken only while the debate is open', () => {
    const planned = new Play({}, false);
    expect(refusedAs(planned.ask('a'))).toBe('debateNotOpen');
    const play = new Play().approved('a', 'b');
    play.do(MODERATOR, { type: 'closeDebate' });
    expect(refusedAs(play.ask('c'))).toBe('debateNotOpen');
    expect(refusedAs(play.vote('a', 'vera'))).toBe('debateNotOpen');
    expect(play.take('a').ok).toBe(true);
    play.do(MODERATOR, { type: 'openDebate' });
    expect(play.vote('a', 'vera').ok).toBe(true);
  });
});

describe('withdrawing', () => {
  const withdraw = (name: string) => ({ type: 'withdrawQuestion', questionId: idOf(name) }) as const;

  test('[D15] only its author withdraws a question, not on air and not after it was answered', () => {
    const play = new Play().approved('a', 'b');
    expect(refusedAs(play.do('vera', withdraw('a')))).toBe('notYours');
    expect(refusedAs(play.do('author', withdraw('c')))).toBe('questionUnknown');
    play.take('a');
    expect(refusedAs(play.do('author', withdraw('a')))).toBe('questionOnAir');
    play.do(MODERATOR, { type: 'markAnswered', questionId: idOf('b') });
    expect(refusedAs(play.do('author', withdraw('b')))).toBe('questionAnswered');
    play.do(MODERATOR, { type: 'clear', expected: idOf('a') });
    expect(play.do('author', withdraw('a')).ok).toBe(true);
    expect(play.do('author', withdraw('a')).ok).toBe(true);
  });

  test('[D16] a withdrawn question leaves the running order for good', () => {
    const play = new Play().approved('a');
    play.do(MODERATOR, { type: 'enqueue', questionId: idOf('a') });
    play.do('author', withdraw('a'));
    expect(play.state.order).toEqual([]);
    const questionId = idOf('a');
    const acts = [
      { type: 'approve', questionId },
      { type: 'decline', questionId, reason: 'unclear' },
      { type: 'enqueue', questionId },
      { type: 'move', questionId, before: null },
      { type: 'take', questionId, expected: null },
      { type: 'markAnswered', questionId },
    ] as const;
    for (const act of acts) expect(refusedAs(play.do(MODERATOR, act))).toBe('questionWithdrawn');
  });
});
