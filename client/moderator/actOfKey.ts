/** Which act a key means in the console. Letters never count while somebody types, or with a modifier. */
export type KeyAct =
  | 'next'
  | 'previous'
  | 'incoming'
  | 'order'
  | 'moveUp'
  | 'moveDown'
  | 'approve'
  | 'decline'
  | 'queue'
  | 'take'
  | 'takeNext'
  | 'clear'
  | 'markAnswered'
  | 'search'
  | 'help';

export interface Stroke {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** By the key's place where the script on the keyboard is another: the same key means the same act. */
const LETTERS: Record<string, KeyAct> = {
  KeyJ: 'next',
  KeyK: 'previous',
  KeyA: 'approve',
  KeyD: 'decline',
  KeyQ: 'queue',
  KeyT: 'take',
  KeyN: 'takeNext',
  KeyC: 'clear',
  KeyM: 'markAnswered',
};
const ARROWS: Record<string, KeyAct> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  ArrowLeft: 'incoming',
  ArrowRight: 'order',
};
const MOVES: Record<string, KeyAct> = { ArrowUp: 'moveUp', ArrowDown: 'moveDown' };
const SIGNS: Record<string, KeyAct> = { '?': 'help', '/': 'search' };

const isLatinLetter = (key: string) => /^[a-z]$/i.test(key);

/** @param letters whether single-letter shortcuts are on (WCAG 2.1.4); arrows always work */
export function actOfKey(stroke: Stroke, letters: boolean): KeyAct | undefined {
  const { key, code, altKey, ctrlKey, metaKey } = stroke;
  if (ctrlKey || metaKey) return undefined;
  if (altKey) return MOVES[key];
  if (key in ARROWS) return ARROWS[key];
  if (!letters) return undefined;
  return SIGNS[key] ?? LETTERS[isLatinLetter(key) ? `Key${key.toUpperCase()}` : code];
}
