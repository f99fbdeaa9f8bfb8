/** Where this installation keeps its log and its secret: in DATA_DIR for one node, in Redis for any number. */
import { randomBytes } from 'node:crypto';
import { ParticipantTokens, SECRET_BYTES } from './access/participants.ts';
import type { Config } from './config.ts';
import { ALONE, type Presence } from './gateway/presence.ts';
import type { Journal } from './journal/journal.ts';
import { RedisJournal } from './journal/redis.ts';
import { SqliteJournal } from './journal/sqlite.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

interface Store {
  journal: Journal;
  participants: ParticipantTokens;
  presence: Presence;
}

/** @throws JournalFailure where the journal cannot be reached or trusted */
export async function openStore(config: Config, log: Log, metrics: Metrics): Promise<Store> {
  const options = {
    onCommit: (entries: number) => metrics.journalCommitted(entries),
    onFailure: (error: unknown) => log.error({ error }, 'the journal takes nothing for now'),
    onRecovery: () => log.info('the journal takes what comes again'),
  };
  if (config.redisUrl === undefined) {
    const journal = await SqliteJournal.open(config.dataDir, options);
    return { journal, participants: await ParticipantTokens.open(config.dataDir), presence: ALONE };
  }
  const journal = await RedisJournal.open(config.redisUrl, {
    ...options,
    onWarning: (warning) => log.warn(warning),
    strictDurability: config.strictDurability,
    ...(config.redisReplicas !== undefined && { minReplicas: config.redisReplicas }),
  });
  const participants = new ParticipantTokens(await journal.secret(randomBytes(SECRET_BYTES)));
  return { journal, participants, presence: journal.presence };
}
