/** The whole console by keyboard. Acts fall on the selected question by its id, and never on one that has just slid in. */
import { tick } from 'svelte';
import { actOfKey, type KeyAct } from './actOfKey.ts';
import type { Desk, LaneName } from './desk.svelte.ts';
import { t } from './words.ts';

const isTyping = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]');

/** Where arrows walk the lists; elsewhere they keep what they mean there. */
const isWalking = (target: EventTarget | null) =>
  target === document.body || (target instanceof Element && target.closest('[data-question]') !== null);

export function keyboard(desk: Desk): (event: KeyboardEvent) => void {
  const walk = async (by: number) => {
    desk.lane.step(by);
    await tick();
    desk.lane.focus();
  };
  const goTo = (lane: LaneName) => {
    desk.active = lane;
    desk.column = lane;
    if (desk.lane.selected === null) desk.lane.step(1);
    return tick().then(() => desk.lane.focus());
  };
  const onSelected = (wanted: 'approve' | 'decline' | 'queue' | 'take' | 'markAnswered') => {
    const { selected, steady } = desk.lane;
    if (selected === null) return desk.notices.refuse(t('said.selectFirst'));
    if (!steady) return desk.refuseUnsteady();
    const fitting = desk.actsFor(selected);
    const act = wanted === 'queue' && !fitting.includes('queue') ? 'dequeue' : wanted;
    if (fitting.includes(act)) return desk.act(act, selected);
    desk.notices.refuse(t('said.notForThis'));
  };
  const move = (by: -1 | 1) => {
    const { selected, steady } = desk.lanes.order;
    if (desk.active === 'order' && selected !== null && steady) return desk.step(selected, by);
  };
  const run: Record<KeyAct, () => unknown> = {
    next: () => walk(1),
    previous: () => walk(-1),
    incoming: () => goTo('incoming'),
    order: () => goTo('order'),
    moveUp: () => move(-1),
    moveDown: () => move(1),
    approve: () => onSelected('approve'),
    decline: () => onSelected('decline'),
    queue: () => onSelected('queue'),
    take: () => onSelected('take'),
    takeNext: () => desk.takeNext(),
    clear: () => desk.onAir && desk.air.clear(),
    markAnswered: () =>
      desk.lane.selected === null && desk.onAir
        ? desk.act('markAnswered', desk.onAir.questionId)
        : onSelected('markAnswered'),
    search: () => document.querySelector<HTMLInputElement>('input[type=search]')?.focus(),
    help: () => {
      desk.helping = true;
    },
  };

  return (event) => {
    if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    const act = actOfKey(event, desk.letters);
    if (!act || (event.key.startsWith('Arrow') && !isWalking(event.target))) return;
    const steps = act === 'next' || act === 'previous';
    event.preventDefault();
    if (!event.repeat || steps) run[act]();
  };
}
