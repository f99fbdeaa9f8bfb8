/** Moving a question within the running order, as `move {questionId, before}` means it: the same on both sides. */

/** `order` with `questionId` right before `before`; at the end where `before` is null or gone. */
export function placed(order: readonly string[], questionId: string, before: string | null): string[] {
  const others = order.filter((id) => id !== questionId);
  const at = before === null ? -1 : others.indexOf(before);
  return at === -1 ? [...others, questionId] : others.toSpliced(at, 0, questionId);
}
