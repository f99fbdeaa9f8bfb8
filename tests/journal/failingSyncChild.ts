/** Appends before, during and after a disk that cannot flush. Prints what it saw, as JSON. */
import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { readAll, record, records } from './records.ts';

const { FAIL_SYNC = '', DATA_DIR = '' } = process.env;
const failures: string[] = [];
const journal = await SqliteJournal.open(DATA_DIR, { onFailure: ({ message }) => failures.push(message) });
const heard: number[] = [];
await journal.follow('a', 0, (entries) => heard.push(...entries.map(({ position }) => position)));

const append = () => journal.append('a', [record(1)]).catch((failure: Error) => failure.name);

const before = await append();
writeFileSync(FAIL_SYNC, '');
const during = await append();
const afterwards = await append();
rmSync(FAIL_SYNC);
while (!journal.isHealthy) await delay(20);
const heardThen = heard.length === (await readAll(journal, 'a')).length;
const again = await journal.append('a', records(2));
const read = (await readAll(journal, 'a')).map(({ position }) => position);
const { broken } = await journal.verify('a');
await journal.close();
console.log(JSON.stringify({ before, during, afterwards, heardThen, again, read, heard, broken, failures }));
