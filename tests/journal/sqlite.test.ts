import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { journalContract } from './journalContract.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

let directory: string;

journalContract('SqliteJournal', {
  open: () => {
    directory = temporaryDirectory();
    return SqliteJournal.open(directory);
  },
  reopen: () => SqliteJournal.open(directory),
});
