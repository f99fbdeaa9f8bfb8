import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evolve } from '../../server/debate/evolve.ts';
import { audiencePatch, audienceView, byNumber, isNews } from '../../server/views/audience.ts';
import { hostView } from '../../server/views/host.ts';
import { mine, myQuestion } from '../../server/views/mine.ts';
import { moderatorPatch, moderatorView } from '../../server/views/moderator.ts';
import { overlayView } from '../../server/views/overlay.ts';
import * as contract from '../../shared/views.ts';
import { anyLog } from '../debate/arbitrary.ts';
import { idOf, MODERATOR, OTHER_MODERATOR, Play } from '../debate/play.ts';

interface AnyPatch {
  seq: number;
  from: number;
  rows?: Record<string, object> | undefined;
  tallies?: Record<string, number> | undefined;
  gone?: string[] | undefined;
}

/** What docs/protocol.md tells every screen to do with a patch. */
function applied<View extends { seq: number; questions: Record<string, object> }>(
  view: View,
  patch: AnyPatch,
): View {
  const { rows, tallies = {}, gone = [], from, ...parts } = patch;
  expect(from).toBeLessThanOrEqual(view.seq);
  const questions: Record<string, object> = { ...view.questions, ...rows };
  for (const [id, votes] of Object.entries(tallies))
    if (questions[id]) questions[id] = { ...questions[id], votes };
  for (const id of gone) delete questions[id];
  return { ...view, ...parts, questions };
}

const play = () => {
  const played = new Play().approved('shown', 'answered', 'declined');
  played.ask('waiting');
  played.do('author', { type: 'withdrawQuestion', questionId: idOf('waiting') });
  played.ask('waits');
  played.vote('shown', 'voter-vera');
  played.do(MODERATOR, { type: 'markAnswered', questionId: idOf('answered') });
  played.do(MODERATOR, { type: 'decline', questionId: idOf('declined'), reason: 'insult' });
  return played;
};
const names = (questions: object) =>
  Object.keys(questions)
    .map((id) => id.replace('question-', ''))
    .sort();

describe('what each screen sees', () => {
  test('[V1] the audience sees approved and answered questions and no others', () => {
    expect(names(audienceView(play().state, 1).questions)).toEqual(['answered', 'shown']);
  });

  test('[V13] the audience learns to the minute when a question was asked, in the view and in patches', () => {
    const { state, changes } = new Play({ screening: 'off' }, true);
    const event = {
      type: 'questionAsked',
      questionId: idOf('timed'),
      text: 'When?',
      language: 'en',
    } as const;
    evolve(state, { position: 3, at: 1_795_294_559_999, by: 'author', event }, changes);
    const { at, ...shown } = audienceView(state, 3).questions[idOf('timed')] ?? {};
    expect(at).toBe(1_795_294_500_000);
    expect(audiencePatch(state, changes, 2, 3)?.rows).toEqual({ [idOf('timed')]: { ...shown, at } });
  });

  test('[V5] the overlay sees the title, the series and what is on air', () => {
    const played = play();
    expect(overlayView(played.state, 7)).toEqual({
      seq: 7,
      title: 'Work in our town',
      series: 'Mitrovica Social Club',
      onAir: null,
    });
    played.take('shown');
    expect(Object.keys(overlayView(played.state, 8).onAir ?? {}).sort()).toEqual([
      'language',
      'questionId',
      'since',
      'text',
    ]);
  });

  test('[V6] a participant sees their own questions of every status, with the reason, and their upvotes', () => {
    const played = play();
    const own = mine(played.state, 'author', 9);
    expect(names(own.questions ?? {})).toEqual(['answered', 'declined', 'shown', 'waiting', 'waits']);
    expect(own.questions?.[idOf('declined')]).toMatchObject({ status: 'declined', reason: 'insult' });
    expect(own.upvotes).toEqual({});
    expect(mine(played.state, 'voter-vera', 9)).toMatchObject({
      questions: {},
      upvotes: { [idOf('shown')]: true },
    });
  });

  test('[V7] moderators see every question but the withdrawn', () => {
    const played = play();
    played.take('shown');
    const view = moderatorView(played.state, 1, 60);
    expect(names(view.questions)).toEqual(['answered', 'declined', 'shown', 'waits']);
    expect(view.questions[idOf('declined')]).toMatchObject({
      status: 'declined',
      reason: 'insult',
      votes: 0,
    });
    expect(view.questions[idOf('shown')]).toMatchObject({ votes: 1, airedAt: played.log.at(-1)?.at });
    expect(view.present).toBe(60);
  });

  test('[V8] the host sees what is on air and the next ten', () => {
    const all = Array.from({ length: 12 }, (_, index) => `q${index}`);
    const played = new Play().approved(...all);
    for (const name of all) played.do(MODERATOR, { type: 'enqueue', questionId: idOf(name) });
    played.take('q0');
    const view = hostView(played.state, 1);
    expect(view.onAir?.questionId).toBe(idOf('q0'));
    expect(view.next.map(({ questionId }) => questionId)).toEqual(all.slice(1, 11).map(idOf));
  });

  test('[V4] no view names an author or a voter', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const played = new Play();
        for (const { by, event } of log) {
          const person = by.startsWith('moderator') ? by : `person-${by}`;
          played.hear(person, event);
        }
        const { state, changes, seq } = played;
        const shown = JSON.stringify([
          audienceView(state, seq),
          moderatorView(state, seq, 1),
          hostView(state, seq),
          overlayView(state, seq),
          audiencePatch(state, changes, 0, seq),
          moderatorPatch(state, changes, 0, seq),
          mine(state, 'person-author', seq),
        ]);
        expect(shown).not.toMatch(/person-|moderator:/);
      }),
    );
  });
});

describe('patches', () => {
  test('[V2] a view brought up to date by patches equals the whole view', () => {
    fc.assert(
      fc.property(
        anyLog,
        fc.constantFrom('first' as const, 'off' as const),
        fc.nat(5),
        (log, screening, overlap) => {
          const played = new Play({ screening });
          played.lookAway();
          let audience = audienceView(played.state, played.seq);
          let moderator = moderatorView(played.state, played.seq, 3);
          const tick = () => {
            const changes = played.lookAway();
            const from = (seq: number) => Math.max(0, seq - overlap);
            const patch = audiencePatch(played.state, changes, from(audience.seq), played.seq);
            if (patch) audience = applied(audience, patch);
            moderator = applied(
              moderator,
              moderatorPatch(played.state, changes, from(moderator.seq), played.seq),
            );
          };
          for (const [index, { by, event }] of log.entries()) {
            played.hear(by, event);
            if (index % 3 !== 2) tick();
          }
          tick();
          expect({ ...audience, seq: 0 }).toEqual(audienceView(played.state, 0));
          expect(moderator).toEqual(moderatorView(played.state, played.seq, 3));
        },
      ),
    );
  });

  test('[V3] a patch that the view shows already changes nothing', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const played = new Play();
        played.lookAway();
        for (const { by, event } of log) played.hear(by, event);
        const view = audienceView(played.state, played.seq);
        const patch = audiencePatch(played.state, played.lookAway(), 2, played.seq);
        if (patch) expect(applied(view, patch)).toEqual(view);
      }),
    );
  });

  test('[V9] what only moderators may see makes no patch for the audience', () => {
    const played = new Play();
    played.lookAway();
    played.ask('a');
    played.do(MODERATOR, { type: 'decline', questionId: idOf('a'), reason: 'unclear' });
    played.ask('b');
    played.do('author', { type: 'withdrawQuestion', questionId: idOf('b') });
    expect(audiencePatch(played.state, played.lookAway(), 2, played.seq)).toBeUndefined();
  });

  test('[V10] a new count alone travels as a tally, more than that as a row', () => {
    const played = new Play().approved('a', 'b');
    played.lookAway();
    played.vote('a', 'vera');
    played.vote('b', 'vera');
    played.do(OTHER_MODERATOR, { type: 'markAnswered', questionId: idOf('b') });
    const patch = audiencePatch(played.state, played.lookAway(), 0, played.seq);
    expect(patch?.tallies).toEqual({ [idOf('a')]: 1 });
    expect(Object.keys(patch?.rows ?? {})).toEqual([idOf('b')]);
  });

  test('[V14] counts by number say what tallies by id say', () => {
    fc.assert(
      fc.property(anyLog, fc.constantFrom('first' as const, 'off' as const), (log, screening) => {
        const played = new Play({ screening });
        for (const { by, event } of log) played.hear(by, event);
        const { state, changes, seq } = played;
        const { questions } = audienceView(state, seq);
        const ids = new Map(Object.entries(questions).map(([id, { number }]) => [number, id]));
        expect(ids.size).toBe(Object.keys(questions).length);
        changes.questions.clear();
        const patch = audiencePatch(state, changes, 0, seq);
        if (!patch) return;
        const { counts = [], ...others } = byNumber(state, patch);
        const pairs = counts.flatMap((number, at) =>
          at % 2 === 0 ? [[ids.get(number), counts[at + 1]]] : [],
        );
        const tallies = pairs.length > 0 && { tallies: Object.fromEntries(pairs) };
        expect({ ...others, ...tallies }).toEqual(patch);
        contract.audiencePatch.parse({ ...others, counts });
      }),
    );
  });

  test('[V15] there is news for the audience exactly where a patch holds more than counts', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const played = new Play();
        for (const { by, event } of log) {
          played.lookAway();
          played.hear(by, event);
          const { state, changes, seq } = played;
          const { seq: _, from, tallies, ...news } = audiencePatch(state, changes, 0, seq) ?? {};
          expect(isNews(state, changes)).toBe(Object.keys(news).length > 0);
        }
      }),
    );
  });

  test('[V16] a question that goes on air and off again is not sent to the audience anew', () => {
    const played = new Play().approved('a');
    played.lookAway();
    played.take('a');
    expect(audiencePatch(played.state, played.lookAway(), 0, played.seq)).not.toHaveProperty('rows');
    played.do(MODERATOR, { type: 'clear', expected: idOf('a') });
    expect(audiencePatch(played.state, played.lookAway(), 0, played.seq)).toMatchObject({ onAir: null });
  });

  test('[V11] a question that may no longer be seen is named in gone; one never seen is not mentioned', () => {
    const played = new Play().approved('a');
    played.ask('secret');
    played.lookAway();
    for (const name of ['a', 'secret'])
      played.do(MODERATOR, { type: 'decline', questionId: idOf(name), reason: 'unclear' });
    const patch = audiencePatch(played.state, played.lookAway(), 0, played.seq);
    expect(patch?.gone).toEqual([idOf('a')]);
    expect(JSON.stringify(patch)).not.toContain('secret');
  });

  test('[V12] every view and patch is as the contract describes it', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const played = new Play();
        for (const { by, event } of log) played.hear(by, event);
        const { state, changes, seq } = played;
        contract.audienceView.parse(audienceView(state, seq));
        contract.moderatorView.parse(moderatorView(state, seq, 0));
        contract.hostView.parse(hostView(state, seq));
        contract.overlayView.parse(overlayView(state, seq));
        contract.moderatorPatch.parse(moderatorPatch(state, changes, 0, seq));
        contract.mine.parse(mine(state, 'author', seq));
        for (const question of state.questions.values()) contract.myQuestion.parse(myQuestion(question));
        const patch = audiencePatch(state, changes, 0, seq);
        if (patch) contract.audiencePatch.parse(patch);
      }),
    );
  });
});
