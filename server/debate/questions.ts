/** What participants do: ask, withdraw, upvote. */
import { type Refused, refusal } from '../../shared/outcome.ts';
import type { QuestionEvent, Vote } from './events.ts';
import { leave } from './leave.ts';
import { notOpen } from './lifecycle.ts';
import { publish } from './publish.ts';
import type { Rule, Rules } from './rule.ts';
import { whyNotPublic } from './screening.ts';
import type { DebateState, Question } from './state.ts';
import { changeUpvote, hasUpvoted } from './upvotes.ts';

const vote = (up: boolean): Rule<Vote> => ({
  holds({ questions, upvotes }, { questionId }, by) {
    const question = questions.get(questionId);
    return question !== undefined && hasUpvoted(upvotes.get(by), question) === up;
  },
  refuses(state, { questionId }) {
    const question = state.questions.get(questionId);
    if (!question) return refusal('questionUnknown');
    if (question.status === 'answered') return refusal('questionAnswered');
    return whyNotPublic(question) ?? notOpen(state.status);
  },
  apply(state, entry, changes) {
    const { questionId } = entry.event;
    const question = state.questions.get(questionId);
    if (question) changeUpvote(state, entry.by, question, up);
    changes.tallies.add(questionId);
    changes.votes.push(entry);
  },
});

function whyNotWithdraw(state: DebateState, questionId: string, by: string): Refused | undefined {
  const question = state.questions.get(questionId);
  if (!question) return refusal('questionUnknown');
  if (question.author !== by) return refusal('notYours');
  if (question.status === 'answered') return refusal('questionAnswered');
  if (state.onAir?.questionId === questionId) return refusal('questionOnAir');
  return undefined;
}

export const questions: Rules<QuestionEvent['type']> = {
  questionAsked: {
    holds: (state, { questionId }, by) => state.questions.get(questionId)?.author === by,
    refuses(state, event) {
      if (state.questions.has(event.questionId)) return refusal('idTaken');
      if (event.name !== undefined && state.settings?.names !== 'optional') return refusal('namesOff');
      return notOpen(state.status);
    },
    apply(state, { at, by, event: { questionId, text, language, name } }, changes) {
      const question: Question = {
        id: questionId,
        text,
        language,
        ...(name !== undefined && { name }),
        author: by,
        at,
        status: 'waiting',
        number: 0,
        votes: 0,
      };
      state.questions.set(questionId, question);
      if (state.settings?.screening === 'off') publish(state, question);
      changes.questions.add(questionId);
    },
  },
  questionWithdrawn: {
    holds: (state, { questionId }, by) => {
      const question = state.questions.get(questionId);
      return question?.author === by && question.status === 'withdrawn';
    },
    refuses: (state, { questionId }, by) => whyNotWithdraw(state, questionId, by),
    apply: (state, { event: { questionId } }, changes) => leave(state, questionId, 'withdrawn', changes),
  },
  upvoted: vote(true),
  upvoteTakenBack: vote(false),
};
