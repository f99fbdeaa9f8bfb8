/** Days and times as each language writes them. The tables are our own: browsers have no Albanian formats. */
import type { Language } from '../../shared/languages.ts';

interface Wording {
  months: string;
  day: (day: number, month: string, year: number) => string;
  at: (day: string, time: string) => string;
}

const WORDING: Record<Language, Wording> = {
  en: {
    months: 'January February March April May June July August September October November December',
    day: (day, month, year) => `${day} ${month} ${year}`,
    at: (day, time) => `${day}, ${time}`,
  },
  sq: {
    months: 'janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor',
    day: (day, month, year) => `${day} ${month} ${year}`,
    at: (day, time) => `${day}, ora ${time}`,
  },
  'sr-Latn': {
    months: 'januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra',
    day: (day, month, year) => `${day}. ${month} ${year}.`,
    at: (day, time) => `${day} u ${time}`,
  },
  'sr-Cyrl': {
    months: 'јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра',
    day: (day, month, year) => `${day}. ${month} ${year}.`,
    at: (day, time) => `${day} у ${time}`,
  },
};

/** @param at milliseconds since 1970; the day is the reader's own. */
export function formatDay(at: number, language: Language): string {
  const date = new Date(at);
  const { months, day } = WORDING[language];
  return day(date.getDate(), months.split(' ')[date.getMonth()] ?? '', date.getFullYear());
}

/** @param at milliseconds since 1970; day and time (24 hours) are the reader's own. */
export function formatDayAndTime(at: number, language: Language): string {
  const date = new Date(at);
  const time = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
  return WORDING[language].at(formatDay(at, language), time);
}
