/** The HTTP API of the studio and of foreign programs: bodies and answers. */
import { z } from 'zod';
import { debateId, joinCode, language, questionId } from './ids.ts';
import { cleanText, REASON_GRAPHEMES } from './text.ts';
import { debateInfo, questionStatus } from './views.ts';

const line = (description: string) =>
  z
    .string()
    .transform((raw, context) => {
      const clean = cleanText(raw, REASON_GRAPHEMES);
      if (clean.ok) return clean.text;
      context.addIssue({ code: 'custom', message: clean.code });
      return z.NEVER;
    })
    .describe(description);

const settings = {
  title: line('At most 200 characters.'),
  series: line('At most 200 characters.').or(z.literal('')),
  languages: z.array(language).min(1).max(12),
  screening: z.enum(['first', 'off']),
  names: z.enum(['off', 'optional']),
};

export const createDebate = z
  .object({
    title: settings.title,
    series: settings.series.default(''),
    languages: settings.languages.default(['en', 'sq', 'sr-Latn', 'sr-Cyrl']),
    screening: settings.screening.default('first'),
    names: settings.names.default('off'),
    open: z.boolean().default(true).describe('false: planned; it opens later.'),
    requestId: questionId
      .exactOptional()
      .describe(
        '10 to 40 letters, digits and dashes, drawn at random by the client. The same again, whatever comes with it, is answered with the debate that there is, and with further links to it.',
      ),
  })
  .meta({ id: 'CreateDebate' });

const settingsChange = z
  .object({
    title: settings.title.exactOptional(),
    series: settings.series.exactOptional(),
    languages: settings.languages.exactOptional(),
    screening: settings.screening.exactOptional(),
    names: settings.names.exactOptional(),
  })
  .describe('Of these some or all.')
  .meta({ id: 'SettingsChange' });

export const changeSettings = settingsChange
  .extend({
    expected: settingsChange
      .exactOptional()
      .describe(
        'Settings as the sender read them. Where one of them is another by now, nothing is changed, and the answer is settingsChanged.',
      ),
  })
  .describe('What is missing stays as it is.')
  .meta({ id: 'ChangeSettings' });

export const keyRole = z.enum(['moderator', 'host', 'overlay']);

export const links = z
  .object({ audience: z.url(), moderator: z.url(), host: z.url(), overlay: z.url() })
  .describe(
    'Staff links carry their key in the fragment. They are shown once: only hashes of the keys are kept.',
  )
  .meta({ id: 'Links' });
export const createdDebate = z.object({ id: debateId, code: joinCode, links }).meta({ id: 'CreatedDebate' });

export const createKey = z
  .object({ role: keyRole, label: line('Who holds it, as "Arta, desk 2".').optional() })
  .meta({ id: 'CreateKey' });
export const keyInfo = z
  .object({
    id: z.string(),
    role: keyRole,
    label: z.string(),
    createdAt: z.int(),
    revokedAt: z.int().optional(),
  })
  .meta({ id: 'KeyInfo' });
export const createdKey = z.object({ key: keyInfo, link: z.url() }).meta({ id: 'CreatedKey' });

export const debateSummary = debateInfo.extend({ createdAt: z.int() }).meta({ id: 'DebateSummary' });
export const debateList = z.object({ debates: z.array(debateSummary) }).meta({ id: 'DebateList' });
export const debateDetail = z
  .object({
    debate: debateSummary,
    seq: z.int(),
    onAir: questionId.nullable(),
    order: z.array(questionId),
    questions: z.record(
      questionId,
      z.object({
        text: z.string(),
        language,
        name: z.string().optional(),
        votes: z.int(),
        at: z.int(),
        status: questionStatus,
        reason: z.string().optional(),
      }),
    ),
    keys: z.array(keyInfo),
    audienceLink: z.url().describe('What the QR code and the poster carry: built on PUBLIC_URL.'),
    head: z
      .object({ position: z.int(), head: z.string() })
      .nullable()
      .describe('The newest checkpoint of the log’s hash chain (hex SHA-256).'),
  })
  .meta({ id: 'DebateDetail' });

export const signIn = z.object({ secret: z.string().max(200) }).meta({ id: 'SignIn' });

export const apiError = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .meta({ id: 'ApiError' });

export type CreateDebate = z.input<typeof createDebate>;
export type NewDebate = z.output<typeof createDebate>;
export type SettingsChange = z.output<typeof settingsChange>;
export type CreatedDebate = z.infer<typeof createdDebate>;
export type KeyRole = z.infer<typeof keyRole>;
export type KeyInfo = z.infer<typeof keyInfo>;
export type CreatedKey = z.infer<typeof createdKey>;
export type DebateSummary = z.infer<typeof debateSummary>;
export type DebateDetail = z.infer<typeof debateDetail>;
export type ApiError = z.infer<typeof apiError>;
