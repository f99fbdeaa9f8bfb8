/**
 * The order to show while somebody works in a list: what stays keeps its place, what is new comes last.
 * A list sorted by votes would otherwise move under the pointer with every vote.
 */
export function holdOrder(shown: readonly string[], sorted: readonly string[]): string[] {
  const wanted = new Set(sorted);
  const known = new Set(shown);
  return [...shown.filter((id) => wanted.has(id)), ...sorted.filter((id) => !known.has(id))];
}
