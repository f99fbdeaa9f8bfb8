import { describe, expect, test } from 'vitest';
import { decide } from '../../server/debate/decide.ts';
import type { SettingsChange } from '../../shared/api.ts';
import type { Command } from '../../shared/commands.ts';
import { idOf, MODERATOR, OTHER_MODERATOR, Play, refusedAs, SETTINGS } from './play.ts';

const decline = (name: string, reason = 'offTopic') =>
  ({ type: 'decline', questionId: idOf(name), reason }) as const;
const enqueue = (name: string) => ({ type: 'enqueue', questionId: idOf(name) }) as const;
const move = (name: string, before: string | null) =>
  ({ type: 'move', questionId: idOf(name), before: before && idOf(before) }) as const;
const clear = (expected: string | null) => ({ type: 'clear', expected: expected && idOf(expected) }) as const;
const order = (play: Play) => play.state.order.map((id) => id.replace('question-', ''));

describe('screening', () => {
  test('[D17] a declined question leaves the running order, keeps its upvotes and the last reason given', () => {
    const play = new Play().approved('a');
    play.vote('a', 'vera');
    play.do(MODERATOR, enqueue('a'));
    play.do(MODERATOR, decline('a'));
    play.do(OTHER_MODERATOR, decline('a', 'duplicate'));
    expect(play.question('a')).toMatchObject({ status: 'declined', reason: 'duplicate' });
    expect(play.votes('a')).toBe(1);
    expect(order(play)).toEqual([]);
  });

  test('[D18] approving takes back a refusal with its reason, or an answered by mistake', () => {
    const play = new Play().approved('a');
    play.do(MODERATOR, decline('a'));
    play.approve('a');
    expect(play.question('a').status).toBe('approved');
    expect(play.question('a').reason).toBeUndefined();
    play.do(MODERATOR, { type: 'markAnswered', questionId: idOf('a') });
    play.approve('a');
    expect(play.question('a').status).toBe('approved');
  });

  test('[D19] the question on air cannot be declined', () => {
    const play = new Play().approved('a');
    play.take('a');
    expect(refusedAs(play.do(MODERATOR, decline('a')))).toBe('questionOnAir');
  });

  test('[D20] an answered question leaves the running order, keeps its upvotes and takes no more', () => {
    const play = new Play().approved('a');
    play.ask('waiting');
    play.vote('a', 'vera');
    play.do(MODERATOR, enqueue('a'));
    play.do(MODERATOR, { type: 'markAnswered', questionId: idOf('a') });
    expect(play.question('a').status).toBe('answered');
    expect(order(play)).toEqual([]);
    expect(refusedAs(play.vote('a', 'arta'))).toBe('questionAnswered');
    expect(play.votes('a')).toBe(1);
    expect(refusedAs(play.do(MODERATOR, { type: 'markAnswered', questionId: idOf('waiting') }))).toBe(
      'questionNotApproved',
    );
  });
});

describe('the running order', () => {
  test('[D34] a question gets its number when it first becomes public, and keeps it', () => {
    const play = new Play();
    for (const name of ['a', 'b', 'c']) play.ask(name);
    expect(play.question('a').number).toBe(0);
    play.approve('c', 'a');
    play.do(MODERATOR, { type: 'decline', questionId: idOf('c'), reason: 'unclear' });
    play.approve('b', 'c');
    expect(['a', 'b', 'c'].map((name) => play.question(name).number)).toEqual([2, 3, 1]);
    const unscreened = new Play({ screening: 'off' });
    for (const name of ['a', 'b']) unscreened.ask(name);
    expect(['a', 'b'].map((name) => unscreened.question(name).number)).toEqual([1, 2]);
  });

  test('[D21] approved questions enter at the end, each once', () => {
    const play = new Play().approved('a', 'b');
    play.ask('waiting');
    for (const name of ['a', 'b', 'a']) play.do(MODERATOR, enqueue(name));
    expect(order(play)).toEqual(['a', 'b']);
    expect(refusedAs(play.do(MODERATOR, enqueue('waiting')))).toBe('questionNotApproved');
    expect(refusedAs(play.do(MODERATOR, enqueue('unheard')))).toBe('questionUnknown');
    play.do(MODERATOR, { type: 'dequeue', questionId: idOf('a') });
    expect(order(play)).toEqual(['b']);
  });

  test('[D22] a question is moved before another or to the end, and is queued by that', () => {
    const play = new Play().approved('a', 'b', 'c', 'd');
    for (const name of ['a', 'b', 'c']) play.do(MODERATOR, enqueue(name));
    play.do(MODERATOR, move('c', 'a'));
    expect(order(play)).toEqual(['c', 'a', 'b']);
    play.do(MODERATOR, move('c', null));
    expect(order(play)).toEqual(['a', 'b', 'c']);
    play.do(MODERATOR, move('d', 'b'));
    expect(order(play)).toEqual(['a', 'd', 'b', 'c']);
    const { seq } = play;
    expect(play.do(MODERATOR, move('d', 'b'))).toEqual({ ok: true, seq });
  });
});

describe('on air', () => {
  test('[D24] take changes what is on air only if its sender saw it', () => {
    const play = new Play().approved('a', 'b', 'c');
    expect(play.take('a').ok).toBe(true);
    expect(play.take('b', null, OTHER_MODERATOR)).toMatchObject({
      ok: false,
      code: 'airChanged',
      onAir: idOf('a'),
      by: MODERATOR,
    });
    expect(play.take('b', 'a', OTHER_MODERATOR).ok).toBe(true);
    expect(play.state.onAir?.questionId).toBe(idOf('b'));
  });

  test('[D1] taking what is on air already is accepted, whatever was expected', () => {
    const play = new Play().approved('a');
    play.take('a');
    const { seq } = play;
    expect(play.take('a', null, OTHER_MODERATOR)).toEqual({ ok: true, seq });
  });

  test('[D25] clear changes what is on air only if its sender saw it', () => {
    const play = new Play().approved('a', 'b');
    play.take('a');
    expect(refusedAs(play.do(MODERATOR, clear('b')))).toBe('airChanged');
    expect(refusedAs(play.do(MODERATOR, clear(null)))).toBe('airChanged');
    expect(play.do(MODERATOR, clear('a')).ok).toBe(true);
    expect(play.state.onAir).toBeNull();
    expect(play.do(MODERATOR, clear('a')).ok).toBe(true);
    expect(play.take('b', 'a')).toMatchObject({ code: 'airChanged', onAir: null });
  });

  test('[D26] of two takes that saw the same, the first in the log goes on air', () => {
    const play = new Play().approved('a', 'b');
    const first = play.hear(MODERATOR, { type: 'questionTaken', questionId: idOf('a'), expected: null });
    const second = play.hear(OTHER_MODERATOR, {
      type: 'questionTaken',
      questionId: idOf('b'),
      expected: null,
    });
    expect(first.ok).toBe(true);
    expect(second).toMatchObject({ code: 'airChanged', onAir: idOf('a'), by: MODERATOR });
    expect(play.state.onAir?.questionId).toBe(idOf('a'));
    expect(play.question('b').airedAt).toBeUndefined();
  });

  describe('[D37] decided before a change of the air that comes before it in the log', () => {
    const take = (name: string) =>
      ({ type: 'questionTaken', questionId: idOf(name), expected: null, after: 0 }) as const;

    test('a take changes nothing, even where nothing is on air again', () => {
      const play = new Play().approved('a', 'b');
      const late = decide(
        play.state,
        { type: 'take', questionId: idOf('a'), expected: null },
        { id: MODERATOR },
      );
      expect(late).toEqual([take('a')]);
      play.take('a', null, OTHER_MODERATOR);
      expect(play.hear(MODERATOR, take('a')).ok).toBe(true);
      play.do(OTHER_MODERATOR, clear('a'));
      for (const name of ['a', 'b'])
        expect(play.hear(MODERATOR, take(name))).toMatchObject({
          code: 'airChanged',
          onAir: null,
          by: OTHER_MODERATOR,
        });
      expect(play.state.onAir).toBeNull();
      expect(play.take('a').ok).toBe(true);
    });

    test('a clear changes nothing, even where the same is on air again', () => {
      const play = new Play().approved('a');
      play.take('a');
      const late = { type: 'airCleared', expected: idOf('a'), after: 1 } as const;
      expect(decide(play.state, clear('a'), { id: MODERATOR })).toEqual([late]);
      play.do(OTHER_MODERATOR, clear('a'));
      expect(play.hear(MODERATOR, late).ok).toBe(true);
      play.take('a', null, OTHER_MODERATOR);
      expect(refusedAs(play.hear(MODERATOR, late))).toBe('airChanged');
      expect(play.state.onAir?.questionId).toBe(idOf('a'));
    });

    test('what an older version wrote goes by the question alone', () => {
      const play = new Play().approved('a');
      play.take('a');
      play.do(MODERATOR, clear('a'));
      const { after: _, ...older } = take('a');
      expect(play.hear(MODERATOR, older).ok).toBe(true);
      expect(play.state.onAir?.questionId).toBe(idOf('a'));
    });
  });

  test('[D27] only an approved question can be taken', () => {
    const play = new Play().approved('declined', 'answered');
    play.ask('waiting');
    play.do(MODERATOR, decline('declined'));
    play.do(MODERATOR, { type: 'markAnswered', questionId: idOf('answered') });
    const answers = ['waiting', 'declined', 'answered', 'unheard'].map((name) => refusedAs(play.take(name)));
    expect(answers).toEqual([
      'questionNotApproved',
      'questionNotApproved',
      'questionAnswered',
      'questionUnknown',
    ]);
    expect(play.state.onAir).toBeNull();
  });

  test('[D28] a taken question leaves the running order and remembers when it went on air', () => {
    const play = new Play().approved('a', 'b');
    for (const name of ['a', 'b']) play.do(MODERATOR, enqueue(name));
    play.take('a');
    expect(order(play)).toEqual(['b']);
    expect(play.question('a').airedAt).toBe(play.log.at(-1)?.at);
  });

  test('[D29] what is on air stays as it was taken', () => {
    const play = new Play().approved('a');
    play.take('a');
    const taken = play.state.onAir;
    play.do(MODERATOR, { type: 'markAnswered', questionId: idOf('a') });
    play.vote('a', 'vera');
    play.do(MODERATOR, { type: 'closeDebate' });
    expect(play.state.onAir).toEqual(taken);
  });
});

describe('the debate', () => {
  test('[D30] can be closed and reopened, and keeps everything', () => {
    const play = new Play().approved('a');
    play.vote('a', 'vera');
    for (const type of ['closeDebate', 'openDebate', 'closeDebate', 'openDebate'] as const) {
      expect(play.do(MODERATOR, { type }).ok).toBe(true);
    }
    expect(play.state.status).toBe('open');
    expect(play.votes('a')).toBe(1);
  });

  test('[D33] its settings can be changed, a part at a time, and asked for again change nothing', () => {
    const play = new Play();
    const { settings } = play.state;
    const change = (settings: SettingsChange) => play.do('studio:a', { type: 'changeSettings', settings });
    expect(change({ title: 'Work in Mitrovica', languages: ['sq', 'sr-Latn'] })).toEqual({
      ok: true,
      seq: 3,
    });
    expect(change({ screening: 'off' })).toEqual({ ok: true, seq: 4 });
    expect(play.state.settings).toEqual({
      ...settings,
      title: 'Work in Mitrovica',
      languages: ['sq', 'sr-Latn'],
      screening: 'off',
    });
    expect(change({ title: 'Work in Mitrovica' })).toEqual({ ok: true, seq: 4 });
    expect(change({})).toEqual({ ok: true, seq: 4 });
  });

  test('[D35] of two who had read the same title, the first in the log changes it and the second nothing', () => {
    const play = new Play();
    const { title: read } = SETTINGS;
    const change = (title: string, expected: SettingsChange) =>
      play.hear('studio:a', { type: 'settingsChanged', title, expected });
    expect(change('Posao', { title: read }).ok).toBe(true);
    expect(refusedAs(change('Puna', { title: read }))).toBe('settingsChanged');
    expect(play.state.settings).toEqual({ ...SETTINGS, title: 'Posao' });
    expect(change('Posao', { title: read }).ok).toBe(true);
    const late: Command = { type: 'changeSettings', settings: { names: 'off' }, expected: { title: read } };
    expect(refusedAs(play.do('studio:a', late))).toBe('settingsChanged');
    expect(play.do('studio:a', { ...late, expected: { names: SETTINGS.names } }).ok).toBe(true);
    expect(play.state.settings).toEqual({ ...SETTINGS, title: 'Posao', names: 'off' });
  });

  test('[D33] what waits for a moderator goes on waiting, and what comes is as the settings say then', () => {
    const play = new Play();
    play.ask('before');
    play.do('studio:a', { type: 'changeSettings', settings: { screening: 'off' } });
    play.ask('meanwhile');
    play.do('studio:a', { type: 'changeSettings', settings: { screening: 'first' } });
    play.ask('after');
    const statuses = [...play.state.questions.values()].map(({ status }) => status);
    expect(statuses).toEqual(['waiting', 'approved', 'waiting']);
  });

  test('[D31] is created once', () => {
    const play = new Play();
    const { settings } = play.state;
    if (!settings) throw new Error('no settings');
    play.hear('api', { type: 'debateCreated', ...settings, title: 'Another' });
    expect(play.state.settings?.title).toBe('Work in our town');
  });

  test('[D32] checkpoints only move forward', () => {
    const play = new Play();
    play.hear('server', { type: 'checkpointed', position: 2, head: 'bb' });
    play.hear('server', { type: 'checkpointed', position: 1, head: 'aa' });
    expect(play.state.checkpoint).toEqual({ position: 2, head: 'bb' });
  });

  test('[D3] deciding changes nothing, and a refused command leaves no trace', () => {
    const play = new Play().approved('a');
    play.take('a');
    const before = structuredClone(play.state);
    const { seq } = play;
    play.vote('unheard', 'vera');
    play.do(MODERATOR, clear('b'));
    play.do('vera', { type: 'withdrawQuestion', questionId: idOf('a') });
    expect(play.state).toEqual(before);
    expect(play.seq).toBe(seq);
  });

  test('[D2] an event that no longer applies changes nothing and says why', () => {
    const play = new Play().approved('a');
    play.do('author', { type: 'withdrawQuestion', questionId: idOf('a') });
    const before = structuredClone(play.state);
    const late = play.hear(MODERATOR, { type: 'questionApproved', questionId: idOf('a') });
    expect(refusedAs(late)).toBe('questionWithdrawn');
    expect(refusedAs(play.hear('vera', { type: 'upvoted', questionId: idOf('a') }))).toBe(
      'questionWithdrawn',
    );
    expect(play.state).toEqual(before);
  });
});
