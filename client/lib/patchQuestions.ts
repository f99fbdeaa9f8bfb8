interface Patch<Question> {
  rows?: Record<string, Question> | undefined;
  tallies?: Record<string, number> | undefined;
  gone?: string[] | undefined;
}

/** The rows that a patch makes of earlier ones. What it does not name stays the same object. */
export function patchQuestions<Question extends { votes: number }>(
  before: Record<string, Question>,
  { rows, tallies, gone }: Patch<Question>,
): Record<string, Question> {
  if (!rows && !tallies && !gone) return before;
  const questions = { ...before, ...rows };
  for (const [id, votes] of Object.entries(tallies ?? {})) {
    const question = questions[id];
    if (question) questions[id] = { ...question, votes };
  }
  for (const id of gone ?? []) delete questions[id];
  return questions;
}
