/** Appends to the journal in the directory given, in a storm, until it is killed. Prints what is acknowledged. */
import { SqliteJournal } from '../../server/journal/sqlite.ts';
import { record } from './records.ts';

const [directory = '', run = ''] = process.argv.slice(2);
const journal = await SqliteJournal.open(directory);
let count = 0;

async function storm(stream: string): Promise<never> {
  for (;;) {
    count += 1;
    const ids = [`${run}-${count}-0`, `${run}-${count}-1`];
    const last = await journal.append(
      stream,
      ids.map((id) => record(count, { id })),
    );
    process.stdout.write(ids.map((id, index) => `${stream} ${last - 1 + index} ${id}\n`).join(''));
  }
}

await Promise.all(Array.from({ length: 120 }, (_, index) => storm(`stream-${index % 3}`)));
