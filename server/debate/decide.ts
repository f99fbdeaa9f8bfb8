import type { Command } from '../../shared/commands.ts';
import type { Refused } from '../../shared/outcome.ts';
import { languageOfText } from '../../shared/text.ts';
import { intern } from '../intern.ts';
import type { DebateEvent } from './events.ts';
import { ruleFor } from './evolve.ts';
import type { DebateState } from './state.ts';

export interface Actor {
  /** As kept in the log: a participant's id, `moderator:KEY`, `studio:SESSION`, `api`. */
  id: string;
  /** Of the screen, for texts that do not say theirs. */
  language?: string;
}

/** What would happen if the command were granted. */
function eventOf(
  { questions, airChanges }: DebateState,
  command: Command,
  { language = 'en' }: Actor,
): DebateEvent {
  switch (command.type) {
    case 'askQuestion': {
      const { id, text, name } = command;
      return {
        type: 'questionAsked',
        questionId: intern(id),
        text,
        language: languageOfText(text, command.language ?? language),
        ...(name !== undefined && { name }),
      };
    }
    case 'withdrawQuestion':
      return { type: 'questionWithdrawn', questionId: command.questionId };
    case 'upvote':
      return {
        type: command.up ? 'upvoted' : 'upvoteTakenBack',
        questionId: keptId(questions, command.questionId),
      };
    case 'approve':
      return { type: 'questionApproved', questionId: command.questionId };
    case 'decline':
      return { type: 'questionDeclined', questionId: command.questionId, reason: command.reason };
    case 'markAnswered':
      return { type: 'questionAnswered', questionId: command.questionId };
    case 'enqueue':
      return { type: 'questionEnqueued', questionId: command.questionId };
    case 'dequeue':
      return { type: 'questionDequeued', questionId: command.questionId };
    case 'move':
      return { type: 'questionMoved', questionId: command.questionId, before: command.before };
    case 'take':
      return {
        type: 'questionTaken',
        questionId: command.questionId,
        expected: command.expected,
        after: airChanges,
      };
    case 'clear':
      return { type: 'airCleared', expected: command.expected, after: airChanges };
    case 'changeSettings': {
      const { settings, expected } = command;
      return { type: 'settingsChanged', ...settings, ...(expected !== undefined && { expected }) };
    }
    case 'openDebate':
      return { type: 'debateOpened' };
    case 'closeDebate':
      return { type: 'debateClosed' };
  }
}

/** The question's own string, where a hall sends thousands of copies: the log keeps one, known at sight when looked up. */
const keptId = (questions: DebateState['questions'], id: string): string => questions.get(id)?.id ?? id;

/**
 * What a command asks to be written.
 * @returns the events; none where it is so already; or why not
 */
export function decide(state: DebateState, command: Command, actor: Actor): DebateEvent[] | Refused {
  const event = eventOf(state, command, actor);
  const rule = ruleFor(event);
  if (rule.holds(state, event, actor.id)) return [];
  return rule.refuses(state, event, actor.id) ?? [event];
}
