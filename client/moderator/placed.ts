/** Moving a question within the running order, as `move {questionId, before}` means it. */

/** `order` with `questionId` right before `before`; at the end where `before` is null or gone. */
export function placed(order: readonly string[], questionId: string, before: string | null): string[] {
  const others = order.filter((id) => id !== questionId);
  const at = before === null ? -1 : others.indexOf(before);
  return at === -1 ? [...others, questionId] : others.toSpliced(at, 0, questionId);
}

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
