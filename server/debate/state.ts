/** What the log of one debate amounts to. Only evolve changes it. */
import type { DebateStatus, OnAir, QuestionStatus } from '../../shared/views.ts';
import type { DebateSettings } from './events.ts';
import type { Upvotes } from './upvotes.ts';

export interface Question {
  readonly id: string;
  readonly text: string;
  readonly language: string;
  readonly name?: string;
  /** The participant who asked. Leaves the server in no view. */
  readonly author: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  status: QuestionStatus;
  /** In the order in which questions first became public, from 1; 0: it never was. */
  number: number;
  reason?: string;
  airedAt?: number;
  /** How many people want it. */
  votes: number;
}

export interface DebateState {
  settings: DebateSettings | undefined;
  status: DebateStatus;
  readonly questions: Map<string, Question>;
  /** By person, so that nobody counts twice. */
  readonly upvotes: Map<string, Upvotes>;
  /** Questions that have ever been public. */
  published: number;
  /** Running order: ids of approved questions, next first. */
  order: string[];
  /** Frozen as taken. */
  onAir: OnAir | null;
  /** How often what is on air has changed. */
  airChanges: number;
  /** Who last changed what is on air. */
  onAirBy: string | undefined;
  checkpoint: { position: number; head: string } | undefined;
}

export const emptyDebate = (): DebateState => ({
  settings: undefined,
  status: 'planned',
  questions: new Map(),
  upvotes: new Map(),
  published: 0,
  order: [],
  onAir: null,
  airChanges: 0,
  onAirBy: undefined,
  checkpoint: undefined,
});

/** Others than its author and the moderators may see it. */
export const isPublic = (question: Question): boolean =>
  question.status === 'approved' || question.status === 'answered';
