/** What can be chosen in a debate's settings, each with the words that name it. */
import type { DebateSummary } from '../../shared/api.ts';
import type { ExplainedKey } from './words.ts';

export const SCREENING_CHOICES = {
  first: 'new.screeningFirst',
  off: 'new.screeningOff',
} as const satisfies Record<DebateSummary['screening'], ExplainedKey>;

export const NAMES_CHOICES = {
  off: 'new.namesOff',
  optional: 'new.namesOptional',
} as const satisfies Record<DebateSummary['names'], ExplainedKey>;
