/** Who holds a link. One made without a label was called, as "Host 2", by the server: put in the reader's words. */
import type { KeyInfo } from '../../shared/api.ts';

export function labelOfKey({ role, label }: Pick<KeyInfo, 'role' | 'label'>, roleInWords: string): string {
  const [word, number, ...more] = label.split(' ');
  const given = word?.toLowerCase() !== role || !/^\d+$/.test(number ?? '') || more.length > 0;
  return given ? label : `${roleInWords} ${number}`;
}
