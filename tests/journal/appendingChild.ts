/** Appends one entry to the Redis at the URL given, and prints its position. */
import { RedisJournal } from '../../server/journal/redis.ts';
import { record } from './records.ts';

const [url = ''] = process.argv.slice(2);
const journal = await RedisJournal.open(url);
console.log(await journal.append('a', [record(1)]));
await journal.close();
