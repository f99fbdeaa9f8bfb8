/**
 * What each screen is shown. A screen gets its view once, then patches (audience, moderator) or the
 * whole view again (host, overlay: theirs are small). `seq` is the position in the debate's log.
 */
import { z } from 'zod';
import { debateId, joinCode, language, questionId } from './ids.ts';

const seq = z.int().nonnegative().describe('The position in the log that this shows.');
const time = z.int().nonnegative().describe('Milliseconds since 1970, UTC.');
const votes = z.int().nonnegative();
const wording = { text: z.string(), language, name: z.string().optional() };
const byId = <T extends z.ZodType>(row: T) => z.record(questionId, row);

export const debateStatus = z.enum(['planned', 'open', 'closed']);

export const debateInfo = z
  .object({
    id: debateId,
    code: joinCode,
    title: z.string(),
    series: z.string().describe('The programme the debate belongs to; may be empty.'),
    status: debateStatus,
    languages: z.array(language),
    screening: z
      .enum(['first', 'off'])
      .describe('first: a moderator approves a question before others see it.'),
    names: z.enum(['off', 'optional']),
  })
  .meta({ id: 'DebateInfo' });

export const onAir = z
  .object({ questionId, ...wording, since: time })
  .describe('Frozen as taken: later changes to the question do not reach it.')
  .meta({ id: 'OnAir' });

export const audienceQuestion = z
  .object({
    ...wording,
    votes,
    at: time.describe('Asked when: milliseconds since 1970, UTC, rounded down to the minute.'),
    status: z.enum(['approved', 'answered']),
    number: z.int().positive().describe('Of this question in this debate, for good.'),
  })
  .meta({ id: 'AudienceQuestion' });
export const audienceView = z
  .object({ seq, debate: debateInfo, onAir: onAir.nullable(), questions: byId(audienceQuestion) })
  .meta({ id: 'AudienceView' });

const patch = {
  seq,
  from: seq.describe(
    'The patch brings any view of this seq or later up to `seq`. A view older than it must resync.',
  ),
  debate: debateInfo.optional(),
  onAir: onAir.nullable().optional().describe('Absent: unchanged.'),
  tallies: byId(votes).optional().describe('New vote counts.'),
  gone: z.array(questionId).optional().describe('Rows to remove.'),
};
export const audiencePatch = z
  .object({
    ...patch,
    rows: byId(audienceQuestion).optional().describe('Rows to add or replace.'),
    counts: z
      .array(z.int().nonnegative())
      .optional()
      .describe('In place of `tallies`, for who asked for it: number, votes, number, votes and so on.'),
  })
  .meta({ id: 'AudiencePatch' });

export const questionStatus = z.enum(['waiting', 'approved', 'declined', 'withdrawn', 'answered']);

export const myQuestion = z
  .object({ ...wording, at: time, status: questionStatus, reason: z.string().optional() })
  .meta({ id: 'MyQuestion' });
export const mine = z
  .object({
    seq,
    reset: z.literal(true).optional().describe('This is all there is; without it, rows to add or replace.'),
    questions: byId(myQuestion).optional(),
    upvotes: byId(z.boolean()).optional().describe('true: given; false: taken back.'),
  })
  .describe('What is private to one person. Sent to every connection of that person.')
  .meta({ id: 'Mine' });

export const moderatorQuestion = z
  .object({
    ...wording,
    votes,
    at: time,
    status: questionStatus.exclude(['withdrawn']),
    reason: z.string().optional(),
    airedAt: time.optional().describe('When it last went on air.'),
  })
  .meta({ id: 'ModeratorQuestion' });
const order = z.array(questionId).describe('The running order, next first.');
const present = z.int().nonnegative().describe('Phones connected now. Not part of the log.');
export const moderatorView = z
  .object({
    seq,
    debate: debateInfo,
    onAir: onAir.nullable(),
    order,
    present,
    questions: byId(moderatorQuestion),
  })
  .meta({ id: 'ModeratorView' });
export const moderatorPatch = z
  .object({
    ...patch,
    order: order.optional(),
    present: present.optional(),
    rows: byId(moderatorQuestion).optional(),
  })
  .meta({ id: 'ModeratorPatch' });

export const hostView = z
  .object({
    seq,
    debate: debateInfo,
    onAir: onAir.nullable(),
    next: z.array(z.object({ questionId, ...wording, votes })).describe('The running order, next first.'),
  })
  .meta({ id: 'HostView' });

export const overlayView = z
  .object({ seq, title: z.string(), series: z.string(), onAir: onAir.nullable() })
  .describe('Holds nothing but what was approved and taken.')
  .meta({ id: 'OverlayView' });

export type DebateInfo = z.infer<typeof debateInfo>;
export type DebateStatus = z.infer<typeof debateStatus>;
export type OnAir = z.infer<typeof onAir>;
export type QuestionStatus = z.infer<typeof questionStatus>;
export type AudienceQuestion = z.infer<typeof audienceQuestion>;
export type AudienceView = z.infer<typeof audienceView>;
export type AudiencePatch = z.infer<typeof audiencePatch>;
export type MyQuestion = z.infer<typeof myQuestion>;
export type Mine = z.infer<typeof mine>;
export type ModeratorQuestion = z.infer<typeof moderatorQuestion>;
export type ModeratorView = z.infer<typeof moderatorView>;
export type ModeratorPatch = z.infer<typeof moderatorPatch>;
export type HostView = z.infer<typeof hostView>;
export type OverlayView = z.infer<typeof overlayView>;
