/** The answer to a command: accepted or refused. Every refusal has a code that screens translate. */
import { z } from 'zod';

export const REFUSALS = {
  invalidCommand: 'The command is not one of the protocol, or a field is missing or of the wrong type.',
  textEmpty: 'The text is empty.',
  textTooLong: 'The text is too long.',
  textNotAllowed: 'The text holds characters that cannot be shown.',
  namesOff: 'This debate takes questions without names.',
  debateNotOpen: 'The debate is not open for questions and votes.',
  idTaken: 'The id names a question of somebody else.',
  questionUnknown: 'There is no such question.',
  questionNotApproved: 'The question is not approved.',
  questionWithdrawn: 'Its author has withdrawn the question.',
  questionAnswered: 'The question has been answered.',
  questionOnAir: 'The question is on air.',
  notYours: 'The question is somebody else’s.',
  airChanged: 'Another question has gone on air, or off, since you last saw it.',
  settingsChanged: 'Somebody else has changed the settings since you read them.',
  tooMany: 'Too many at once. Wait a moment.',
  unavailable: 'The server can store nothing now. This was not kept: send it again.',
  unknown:
    'The server could not confirm that this was stored. Whether it was kept is unknown: send it again.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;
const refusalCodes = Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]];

export const accepted = z
  .object({
    ok: z.literal(true),
    seq: z
      .int()
      .nonnegative()
      .describe('The position in the log at which the command is true. Views of this seq or later show it.'),
  })
  .meta({ id: 'Accepted' });

export const refused = z
  .object({
    ok: z.literal(false),
    code: z.enum(refusalCodes),
    message: z.string().describe('The refusal in plain English, for logs and developers.'),
    retryAfterMs: z
      .int()
      .positive()
      .optional()
      .describe('Milliseconds to wait before the same command can succeed.'),
    onAir: z
      .string()
      .nullable()
      .optional()
      .describe('With airChanged: the question that is on air instead, or null.'),
    by: z
      .string()
      .optional()
      .describe('With airChanged: who changed it, as a label of the key that was used.'),
  })
  .meta({ id: 'Refused' });

export const outcome = z.union([accepted, refused]).meta({ id: 'Outcome' });

export type Accepted = z.infer<typeof accepted>;
export type Refused = z.infer<typeof refused>;
export type Outcome = z.infer<typeof outcome>;

export function refusal(
  code: RefusalCode,
  more: Partial<Omit<Refused, 'ok' | 'code' | 'message'>> = {},
): Refused {
  return { ok: false, code, message: REFUSALS[code], ...more };
}

const AGAIN = { retryAfterMs: 1_000 };
export const UNAVAILABLE: Refused = refusal('unavailable', AGAIN);
export const UNKNOWN: Refused = refusal('unknown', AGAIN);
