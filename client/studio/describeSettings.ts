import type { SettingsChange } from '../../shared/api.ts';
import { isLanguage, LANGUAGES } from '../../shared/languages.ts';
import { isolate } from './isolate.ts';
import { NAMES_CHOICES, SCREENING_CHOICES } from './settingChoices.ts';
import { t } from './words.ts';

/** Settings as a reader knows them: "Title: Puna; Names: No names". */
export function describeSettings({ title, series, languages, screening, names }: SettingsChange): string {
  const parts = [
    title !== undefined && `${t('new.title')}: ${isolate(title)}`,
    series !== undefined && `${t('new.series')}: ${series ? isolate(series) : '–'}`,
    languages &&
      `${t('new.languages')}: ${languages.map((tag) => (isLanguage(tag) ? LANGUAGES[tag].name : tag)).join(', ')}`,
    screening && `${t('new.screening')}: ${t(SCREENING_CHOICES[screening])}`,
    names && `${t('new.names')}: ${t(NAMES_CHOICES[names])}`,
  ];
  return parts.filter(Boolean).join('; ');
}
