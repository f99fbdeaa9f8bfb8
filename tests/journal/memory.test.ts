import { MemoryJournal } from '../../server/journal/memory.ts';
import { journalContract } from './journalContract.ts';

journalContract('MemoryJournal', { open: async () => new MemoryJournal() });
