/** Any event that any version of a screen, in any order, could have brought into the log. */
import fc from 'fast-check';
import type { DebateEvent } from '../../server/debate/events.ts';
import { idOf, SETTINGS } from './play.ts';

const questionId = fc.constantFrom('a', 'b', 'c', 'd').map(idOf);
const maybeId = fc.option(questionId);

const event: fc.Arbitrary<DebateEvent> = fc.oneof(
  fc.record({ type: fc.constantFrom('debateOpened' as const, 'debateClosed' as const) }),
  fc.constant({ type: 'debateCreated' as const, ...SETTINGS, title: 'Another' }),
  fc.record(
    {
      type: fc.constant('settingsChanged' as const),
      title: fc.constantFrom('Another', 'One more'),
      screening: fc.constantFrom('first' as const, 'off' as const),
      expected: fc.record({ title: fc.constantFrom('Another', SETTINGS.title) }),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record({ type: fc.constant('checkpointed' as const), position: fc.nat(50), head: fc.constant('00') }),
  {
    weight: 4,
    arbitrary: fc.record(
      {
        type: fc.constant('questionAsked' as const),
        questionId,
        text: fc.constant('Why?'),
        language: fc.constantFrom('sq', 'sr-Cyrl'),
        name: fc.constantFrom('Vesa', 'Вера'),
      },
      { requiredKeys: ['type', 'questionId', 'text', 'language'] },
    ),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'upvoted' as const,
        'upvoteTakenBack' as const,
        'questionApproved' as const,
        'questionApproved' as const,
        'questionWithdrawn' as const,
        'questionAnswered' as const,
        'questionEnqueued' as const,
        'questionDequeued' as const,
      ),
      questionId,
    }),
  },
  fc.record({ type: fc.constant('questionDeclined' as const), questionId, reason: fc.constant('unclear') }),
  fc.record({ type: fc.constant('questionMoved' as const), questionId, before: maybeId }),
  {
    weight: 2,
    arbitrary: fc.record(
      { type: fc.constant('questionTaken' as const), questionId, expected: maybeId, after: fc.nat(5) },
      { requiredKeys: ['type', 'questionId', 'expected'] },
    ),
  },
  fc.record(
    { type: fc.constant('airCleared' as const), expected: maybeId, after: fc.nat(5) },
    { requiredKeys: ['type', 'expected'] },
  ),
);

const by = fc.constantFrom('author', 'vera', 'arta', 'moderator:desk1', 'moderator:desk2');

export const anyLog = fc.array(fc.record({ by, event }), { maxLength: 60 });
