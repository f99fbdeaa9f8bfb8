/** A place where a journal lives: a data directory or a Redis URL. */
import type { Holdings } from '../server/journal/holdings.ts';
import type { Journal } from '../server/journal/journal.ts';
import { RedisHoldings } from '../server/journal/redis/redisHoldings.ts';
import { RedisJournal } from '../server/journal/redis.ts';
import { SqliteHoldings } from '../server/journal/sqlite/sqliteHoldings.ts';
import { SqliteJournal } from '../server/journal/sqlite.ts';

export interface Place {
  /** Without passwords. */
  name: string;
  holdings(): Promise<Holdings>;
  /** As a server would open it. */
  journal(): Promise<Journal>;
}

export function placeOf(text: string, onWarning: (warning: string) => void): Place {
  if (/^rediss?[:+]/.test(text)) {
    return {
      name: text.replace(/\/\/.*@/, '//').replace(/\?.*/, ''),
      holdings: () => RedisHoldings.open(text, onWarning),
      journal: () => RedisJournal.open(text),
    };
  }
  return {
    name: text,
    holdings: async () => new SqliteHoldings(text),
    journal: () => SqliteJournal.open(text),
  };
}
