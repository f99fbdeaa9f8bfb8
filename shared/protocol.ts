/** The socket protocol: who may connect with what, which events travel, and its version. */
import { z } from 'zod';
import type { AudienceCommand, ModeratorCommand } from './commands.ts';
import { debateId, joinCode, language } from './ids.ts';
import type { Outcome } from './outcome.ts';
import type {
  AudiencePatch,
  AudienceView,
  HostView,
  Mine,
  ModeratorPatch,
  ModeratorView,
  OverlayView,
} from './views.ts';

/** Raised with every change that an older client would not understand; a test pins the hash of the whole. */
export const PROTOCOL = 1;

const seq = z
  .int()
  .nonnegative()
  .optional()
  .describe('The highest seq that was heard of this debate, on any connection: nothing older is shown.');
const protocol = z.literal(PROTOCOL).optional().describe('The version the client was written for.');

export const audienceHandshake = z
  .object({
    debate: joinCode,
    token: z
      .string()
      .max(200)
      .optional()
      .describe('From an earlier welcome: the same token is the same person.'),
    language: language.optional(),
    counts: z
      .literal('byNumber')
      .optional()
      .describe('Send `counts` in place of `tallies`: a third of the bytes.'),
    seq,
    protocol,
  })
  .meta({ id: 'AudienceHandshake' });
export const staffHandshake = z
  .object({
    debate: debateId,
    key: z
      .string()
      .max(200)
      .optional()
      .describe('From the link. Without it, the staff cookie and the exact Origin.'),
    seq,
    protocol,
  })
  .meta({ id: 'StaffHandshake' });

export const audienceWelcome = z
  .object({
    protocol: z.literal(PROTOCOL),
    token: z.string().describe('Keep it, send it with the next handshake.'),
    time: z.int(),
  })
  .meta({ id: 'AudienceWelcome' });
export const staffWelcome = z
  .object({ protocol: z.literal(PROTOCOL), role: z.enum(['moderator', 'host', 'overlay']), time: z.int() })
  .meta({ id: 'StaffWelcome' });

/** Why a handshake failed: `error.data.code` of Socket.IO's `connect_error`. */
export const HANDSHAKE_REFUSALS = {
  invalidHandshake: 'The handshake is malformed.',
  debateUnknown: 'There is no such debate.',
  notAllowed: 'The key or session does not open this screen.',
  protocolUnsupported: 'The server speaks another version of the protocol.',
  tooMany: 'Too many new connections. Wait a moment.',
  unavailable: 'The server cannot open the debate now.',
} as const;
export type HandshakeRefusal = keyof typeof HANDSHAKE_REFUSALS;

export type AudienceWelcome = z.infer<typeof audienceWelcome>;
export type StaffWelcome = z.infer<typeof staffWelcome>;

type Acknowledge = (outcome: Outcome) => void;
type Resync = { type: 'resync' };

/** Per screen: the events each side sends. */
export interface Screens {
  audience: {
    toServer: { command: (command: AudienceCommand, acknowledge: Acknowledge) => void };
    toClient: {
      welcome: (welcome: AudienceWelcome) => void;
      view: (view: AudienceView) => void;
      mine: (mine: Mine) => void;
      patch: (patch: AudiencePatch) => void;
    };
  };
  moderator: {
    toServer: { command: (command: ModeratorCommand, acknowledge: Acknowledge) => void };
    toClient: {
      welcome: (welcome: StaffWelcome) => void;
      view: (view: ModeratorView) => void;
      patch: (patch: ModeratorPatch) => void;
    };
  };
  host: {
    toServer: { command: (command: Resync, acknowledge: Acknowledge) => void };
    toClient: { welcome: (welcome: StaffWelcome) => void; view: (view: HostView) => void };
  };
  overlay: {
    toServer: { command: (command: Resync, acknowledge: Acknowledge) => void };
    toClient: { welcome: (welcome: StaffWelcome) => void; view: (view: OverlayView) => void };
  };
}

export type Screen = keyof Screens;
export type StaffScreen = Exclude<Screen, 'audience'>;
