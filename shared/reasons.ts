/** Reasons for declining that every screen can translate; own words are allowed beside them. */
export const DECLINE_REASONS = [
  'duplicate',
  'offTopic',
  'notAQuestion',
  'insult',
  'privatePerson',
  'unclear',
] as const;

type DeclineReason = (typeof DECLINE_REASONS)[number];

export const isDeclineReason = (reason: string): reason is DeclineReason =>
  (DECLINE_REASONS as readonly string[]).includes(reason);
