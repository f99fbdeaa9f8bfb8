/** A place where a journal lives: a data directory or a Redis URL. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Holdings } from '../server/journal/holdings.ts';
import { type Journal, JournalFailure } from '../server/journal/journal.ts';
import { RedisHoldings } from '../server/journal/redis/redisHoldings.ts';
import { RedisJournal } from '../server/journal/redis.ts';
import { SqliteHoldings } from '../server/journal/sqlite/sqliteHoldings.ts';
import { SqliteJournal } from '../server/journal/sqlite.ts';

export interface Place {
  /** Without passwords. */
  name: string;
  /** What is there. Makes nothing. @throws JournalFailure where there is no journal */
  source(): Promise<Holdings>;
  /** As `source`, and made where there is none yet. @throws JournalFailure */
  target(): Promise<Holdings>;
  /** As a server would open it. */
  journal(): Promise<Journal>;
}

/** Stands for what the environment holds under this name: on a command line everybody on the machine reads the password. */
const ENVIRONMENT = 'REDIS_URL';
const REDIS = /^rediss?(\+(sentinel|cluster))?:/i;
/** As in a URL of another scheme, or an address without one. The drive of a path has one letter. */
const COLON_IN_FIRST_NAME = /^[^/\\]{2,}:/;

/** @throws JournalFailure where it is neither */
export function placeOf(text: string, onWarning: (warning: string) => void): Place {
  if (text === ENVIRONMENT) return inRedis(fromEnvironment(), onWarning);
  if (REDIS.test(text)) return inRedis(text, onWarning);
  if (COLON_IN_FIRST_NAME.test(text)) {
    throw new JournalFailure(
      `${text.slice(0, text.indexOf(':'))}:... is no Redis URL: they begin with redis:// or rediss://, or one of these ` +
        'with +sentinel or +cluster before the colon. A folder with a colon in its name is written ./NAME.',
    );
  }
  return inFolder(text);
}

function fromEnvironment(): string {
  const url = process.env[ENVIRONMENT];
  if (url) return url;
  throw new JournalFailure(`${ENVIRONMENT} is not set. A folder of that name is written ./${ENVIRONMENT}.`);
}

function inRedis(url: string, onWarning: (warning: string) => void): Place {
  const holdings = () => RedisHoldings.open(url, onWarning);
  return {
    name: url.replace(/\/\/.*@/, '//').replace(/\?.*/, ''),
    source: holdings,
    target: holdings,
    journal: () => RedisJournal.open(url),
  };
}

function inFolder(folder: string): Place {
  return {
    name: folder,
    source: async () => {
      if (existsSync(join(folder, 'journal.sqlite'))) return new SqliteHoldings(folder);
      throw new JournalFailure(`${folder} holds no log.`);
    },
    target: async () => new SqliteHoldings(folder),
    journal: () => SqliteJournal.open(folder),
  };
}
