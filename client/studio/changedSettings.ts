import type { SettingsChange } from '../../shared/api.ts';

/** What of `settings` is not as it was. The order of languages means nothing. */
export function changedSettings(
  was: Required<SettingsChange>,
  settings: Required<SettingsChange>,
): SettingsChange {
  const { title, series, languages, screening, names } = settings;
  return {
    ...(title !== was.title && { title }),
    ...(series !== was.series && { series }),
    ...([...languages].sort().join() !== [...was.languages].sort().join() && { languages }),
    ...(screening !== was.screening && { screening }),
    ...(names !== was.names && { names }),
  };
}
