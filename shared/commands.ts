/** Everything a screen may ask for. Parsed once, in the gateway; what passes here needs no second look at its shape. */
import { z } from 'zod';
import type { SettingsChange } from './api.ts';
import { language, questionId } from './ids.ts';
import { cleanText, NAME_GRAPHEMES, QUESTION_GRAPHEMES, REASON_GRAPHEMES } from './text.ts';

/** A cleaned text; a refusal travels as `params.refusal` of the zod issue. */
const text = (graphemes: number, description: string) =>
  z
    .string()
    .transform((raw, context) => {
      const clean = cleanText(raw, graphemes);
      if (clean.ok) return clean.text;
      context.addIssue({ code: 'custom', params: { refusal: clean.code } });
      return z.NEVER;
    })
    .describe(description);

const onQuestion = { questionId };
const expected = questionId.nullable().describe('The question that the sender saw on air, or null for none.');

export const askQuestion = z.object({
  type: z.literal('askQuestion'),
  id: questionId,
  text: text(QUESTION_GRAPHEMES, `At most ${QUESTION_GRAPHEMES} characters as a reader counts them.`),
  name: text(
    NAME_GRAPHEMES,
    `At most ${NAME_GRAPHEMES} characters; only where the debate takes names.`,
  ).optional(),
  language: language.optional().describe('Of the text; the handshake’s language where it is missing.'),
});
export const upvote = z.object({ type: z.literal('upvote'), ...onQuestion, up: z.boolean() });
export const withdrawQuestion = z.object({ type: z.literal('withdrawQuestion'), ...onQuestion });

/** Any screen: send me the whole view again. Answered by `view` (and `mine`), then the acknowledgement. */
export const resync = z.object({ type: z.literal('resync') });

export const approve = z.object({ type: z.literal('approve'), ...onQuestion });
export const decline = z.object({
  type: z.literal('decline'),
  ...onQuestion,
  reason: text(
    REASON_GRAPHEMES,
    'One of the known reasons (see DECLINE_REASONS), or own words; its author reads it.',
  ),
});
export const enqueue = z.object({ type: z.literal('enqueue'), ...onQuestion });
export const dequeue = z.object({ type: z.literal('dequeue'), ...onQuestion });
export const move = z.object({
  type: z.literal('move'),
  ...onQuestion,
  before: questionId
    .nullable()
    .describe('The question of the running order to stand before; null for the end.'),
});
export const take = z.object({ type: z.literal('take'), ...onQuestion, expected });
export const clear = z.object({ type: z.literal('clear'), expected });
export const markAnswered = z.object({ type: z.literal('markAnswered'), ...onQuestion });

export const openDebate = z.object({ type: z.literal('openDebate') });
export const closeDebate = z.object({ type: z.literal('closeDebate') });

export const audienceCommand = z.discriminatedUnion('type', [upvote, askQuestion, withdrawQuestion, resync]);
export const moderatorCommand = z.discriminatedUnion('type', [
  approve,
  decline,
  enqueue,
  dequeue,
  move,
  take,
  clear,
  markAnswered,
  openDebate,
  closeDebate,
  resync,
]);
export const watcherCommand = z.discriminatedUnion('type', [resync]);

export type AudienceCommand = z.infer<typeof audienceCommand>;
export type ModeratorCommand = z.infer<typeof moderatorCommand>;
/** What changes a debate: all but `resync`, which the gateway answers by itself, and what only the studio asks for. */
export type Command =
  | Exclude<AudienceCommand | ModeratorCommand, { type: 'resync' }>
  | { type: 'changeSettings'; settings: SettingsChange; expected?: SettingsChange };
