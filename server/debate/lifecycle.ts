/** What becomes of the debate itself: set up, opened, closed, and its log's chain noted. */
import { refusal } from '../../shared/outcome.ts';
import type { LifecycleEvent } from './events.ts';
import type { Rules } from './rule.ts';

export const lifecycle: Rules<LifecycleEvent['type']> = {
  debateCreated: {
    holds: (state) => state.settings !== undefined,
    refuses: () => undefined,
    apply(state, { event: { type: _, ...settings } }, changes) {
      state.settings = settings;
      changes.debate = true;
    },
  },
  settingsChanged: {
    holds: ({ settings }, { type: _, expected: __, ...changed }) => !settings || isAsIn(settings, changed),
    refuses: ({ settings }, { expected }) =>
      !settings || isAsIn(settings, expected) ? undefined : refusal('settingsChanged'),
    apply(state, { event: { type: _, expected: __, ...changed } }, changes) {
      if (!state.settings) return;
      state.settings = { ...state.settings, ...changed };
      changes.debate = true;
    },
  },
  debateOpened: {
    holds: (state) => state.status === 'open',
    refuses: () => undefined,
    apply(state, _, changes) {
      state.status = 'open';
      changes.debate = true;
    },
  },
  debateClosed: {
    holds: (state) => state.status === 'closed',
    refuses: () => undefined,
    apply(state, _, changes) {
      state.status = 'closed';
      changes.debate = true;
    },
  },
  checkpointed: {
    holds: (state, { position }) => (state.checkpoint?.position ?? 0) >= position,
    refuses: () => undefined,
    apply(state, { event: { position, head } }) {
      state.checkpoint = { position, head };
    },
  },
};

const isAsIn = (settings: object, part: object | undefined): boolean =>
  JSON.stringify({ ...settings, ...part }) === JSON.stringify(settings);

export const notOpen = (status: string) => (status === 'open' ? undefined : refusal('debateNotOpen'));
