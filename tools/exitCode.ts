import { JournalFailure } from '../server/journal/journal.ts';

/** What a person can put right is one line, and exit code 1; only a mistake of ours shows where it happened. */
export async function exitCode(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof JournalFailure) && !isOfTheSystem(error)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** As where a folder may not be read. */
const isOfTheSystem = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;
