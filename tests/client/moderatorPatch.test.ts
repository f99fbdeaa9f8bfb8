import { describe, expect, it } from 'vitest';
import { applyPatch } from '../../client/moderator/applyPatch.ts';
import { sortIntoTabs } from '../../client/moderator/sortIntoTabs.ts';
import type { ModeratorQuestion, ModeratorView } from '../../shared/views.ts';

const question = (more: Partial<ModeratorQuestion> = {}): ModeratorQuestion => ({
  text: 'Kada stiže voz?',
  language: 'sr-Latn',
  votes: 0,
  at: 0,
  status: 'waiting',
  ...more,
});

const view = (questions: Record<string, ModeratorQuestion>, order: string[] = []): ModeratorView => ({
  seq: 10,
  debate: {
    id: 'aaaabbbbcccc',
    code: 'DFGJKL',
    title: 'Most',
    series: '',
    status: 'open',
    languages: ['sq', 'sr-Latn'],
    screening: 'first',
    names: 'off',
  },
  onAir: null,
  order,
  present: 3,
  questions,
});

describe('applyPatch', () => {
  it('[M1] what a patch does not name stays as it is, and the same object', () => {
    const before = view({ one: question(), two: question() }, ['two']);
    const after = applyPatch(before, { seq: 11, from: 10, rows: { one: question({ status: 'approved' }) } });
    expect(after).toEqual({
      ...before,
      seq: 11,
      questions: { one: question({ status: 'approved' }), two: before.questions.two },
    });
    expect(after.questions.two).toBe(before.questions.two);
    expect(before.questions.one?.status).toBe('waiting');
  });

  it('[M1] new counts reach known questions only, and questions leave', () => {
    const before = view({ one: question(), two: question() });
    const after = applyPatch(before, { seq: 12, from: 9, tallies: { one: 7, other: 1 }, gone: ['two'] });
    expect(after.questions).toEqual({ one: question({ votes: 7 }) });
  });

  it('[M1] nothing on air is told from nothing new about what is on air', () => {
    const onAir = { questionId: 'one', text: 'Kada stiže voz?', language: 'sr-Latn', since: 5 };
    const before = { ...view({ one: question() }), onAir };
    expect(applyPatch(before, { seq: 11, from: 10, present: 4 })).toEqual({ ...before, seq: 11, present: 4 });
    expect(applyPatch(before, { seq: 11, from: 10, onAir: null }).onAir).toBeNull();
  });
});

describe('sortIntoTabs', () => {
  const status = 'approved' as const;

  it('[M2] waiting questions stand in the order in which they came, approved ones by how much they are wanted', () => {
    const tabs = sortIntoTabs(
      view({
        late: question({ at: 9 }),
        early: question({ at: 1 }),
        liked: question({ status, votes: 3, at: 4 }),
        older: question({ status, votes: 1, at: 2 }),
        newer: question({ status, votes: 1, at: 3 }),
      }),
    );
    expect(tabs.waiting).toEqual(['early', 'late']);
    expect(tabs.approved).toEqual(['liked', 'older', 'newer']);
  });

  it('[M2] what is in the running order or on air is not offered again', () => {
    const shown = view(
      { queued: question({ status }), live: question({ status }), free: question({ status }) },
      ['queued'],
    );
    const onAir = { questionId: 'live', text: '', language: 'sq', since: 1 };
    expect(sortIntoTabs({ ...shown, onAir }).approved).toEqual(['free']);
  });

  it('[M2] the newest of the declined and of the answered stands first', () => {
    const tabs = sortIntoTabs(
      view({
        old: question({ status: 'declined', at: 1 }),
        new: question({ status: 'declined', at: 2 }),
        airedFirst: question({ status: 'answered', at: 8, airedAt: 10 }),
        airedLast: question({ status: 'answered', at: 1, airedAt: 20 }),
      }),
    );
    expect(tabs.declined).toEqual(['new', 'old']);
    expect(tabs.answered).toEqual(['airedLast', 'airedFirst']);
  });
});
