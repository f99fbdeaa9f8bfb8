/** Where a row goes, as what it stands before: by a step, or by the height at which it is dropped. */

/** What the question stands before after one step up (-1) or down (1); undefined where there is no such step. */
export function beforeAfterStep(
  order: readonly string[],
  questionId: string,
  step: -1 | 1,
): string | null | undefined {
  const from = order.indexOf(questionId);
  const to = from + step;
  if (from === -1 || to < 0 || to >= order.length) return undefined;
  return order[step === 1 ? to + 1 : to] ?? null;
}

/** What a row dropped at height `y` stands before, given where the other rows are; null for the end. */
export function beforeAtHeight(others: readonly { id: string; middle: number }[], y: number): string | null {
  return others.find(({ middle }) => y < middle)?.id ?? null;
}
