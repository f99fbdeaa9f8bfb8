/** Why the server would refuse a title, a series or a label; undefined where it would not. */
import { cleanText, REASON_GRAPHEMES, type TextRefusal } from '../../shared/text.ts';

export const LINE_GRAPHEMES = REASON_GRAPHEMES;

export function refusalOfLine(text: string, mayBeEmpty: boolean): TextRefusal | undefined {
  if (mayBeEmpty && text.trim() === '') return undefined;
  const clean = cleanText(text, LINE_GRAPHEMES);
  return clean.ok ? undefined : clean.code;
}
