/** Which questions the incoming column shows under which tab, and in what order. */
import type { ModeratorQuestion, ModeratorView } from '../../shared/views.ts';

export const TABS = ['waiting', 'approved', 'declined', 'answered'] as const;
export type Tab = (typeof TABS)[number];

type Entry = readonly [id: string, question: ModeratorQuestion];

const oldestFirst = ([, a]: Entry, [, b]: Entry) => a.at - b.at;
const lately = ({ airedAt, at }: ModeratorQuestion) => airedAt ?? at;

const ORDERS: Record<Tab, (a: Entry, b: Entry) => number> = {
  waiting: oldestFirst,
  approved: (a, b) => b[1].votes - a[1].votes || oldestFirst(a, b),
  declined: (a, b) => b[1].at - a[1].at,
  answered: ([, a], [, b]) => lately(b) - lately(a),
};

/** Ids by tab. Approved ones that are in the running order or on air are shown there, not here. */
export function sortIntoTabs({
  questions,
  order,
  onAir,
}: Pick<ModeratorView, 'questions' | 'order' | 'onAir'>): Record<Tab, string[]> {
  const elsewhere = new Set(order);
  if (onAir) elsewhere.add(onAir.questionId);
  const tabs: Record<Tab, Entry[]> = { waiting: [], approved: [], declined: [], answered: [] };
  for (const entry of Object.entries(questions)) {
    const [id, { status }] = entry;
    if (status !== 'approved' || !elsewhere.has(id)) tabs[status].push(entry);
  }
  const ids = (tab: Tab) => tabs[tab].sort(ORDERS[tab]).map(([id]) => id);
  return {
    waiting: ids('waiting'),
    approved: ids('approved'),
    declined: ids('declined'),
    answered: ids('answered'),
  };
}
