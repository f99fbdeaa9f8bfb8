/** What every journal must do. The test file of each journal runs it. */
import { afterEach, beforeEach, describe } from 'vitest';
import type { Journal } from '../../server/journal/journal.ts';
import { appendContract } from './appendContract.ts';
import { closeContract } from './closeContract.ts';
import { followContract } from './followContract.ts';

export interface JournalUnderTest {
  /** A journal without entries. */
  open(): Promise<Journal>;
  /** Opens what a closed one has kept. */
  reopen?(): Promise<Journal>;
}

/** The journal of the test that runs now. */
export interface Subject {
  journal: Journal;
}

export function journalContract(name: string, { open, reopen }: JournalUnderTest): void {
  describe(name, () => {
    const subject = {} as Subject;
    beforeEach(async () => {
      subject.journal = await open();
    });
    afterEach(() => subject.journal.close());
    appendContract(subject);
    followContract(subject);
    closeContract(subject, reopen);
  });
}
