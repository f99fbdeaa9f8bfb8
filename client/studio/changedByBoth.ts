import type { SettingsChange } from '../../shared/api.ts';
import { changedSettings } from './changedSettings.ts';

type Settings = Required<SettingsChange>;

/** What somebody else has changed from `was` to `now`, and `settings` would change to something else again. */
export function changedByBoth(was: Settings, now: Settings, settings: Settings): SettingsChange {
  const mine = changedSettings(was, settings);
  const over = changedSettings(now, settings);
  const theirs = Object.entries(changedSettings(was, now));
  return Object.fromEntries(theirs.filter(([name]) => name in mine && name in over));
}
