/** What goes on air: nothing but the question that was taken, frozen as taken. Never give this file a question. */
import type { OverlayView } from '../../shared/views.ts';
import type { DebateState } from '../debate/state.ts';
import { debateInfo } from './rows.ts';

export function overlayView(state: DebateState, seq: number): OverlayView {
  const { title, series } = debateInfo(state);
  return { seq, title, series, onAir: state.onAir };
}
