/**
 * The arithmetic of the hash chain: what makes a log that nobody can rewrite unseen.
 * Pure, but for the random salts. All values are lower-case hex and are hashed as text, so that anybody can
 * check an entry with `printf %s%s SALT PAYLOAD | sha256sum`.
 */
import { hash, randomBytes } from 'node:crypto';

/** The head of a stream without entries. */
export const NO_HEAD = '0'.repeat(64);

export const SALT_DIGITS = 32;
export const COMMITMENT_DIGITS = 64;

/** Stands where a salt was destroyed along with the text it hid; the commitment stays. */
export const ERASED = '0'.repeat(SALT_DIGITS);

/** Binds to the payload without revealing it, as long as the salt is secret. */
export const commitmentOf = (salt: string, payload: string): string => hash('sha256', salt + payload);

/** The head after one more entry. */
export const nextHead = (head: string, commitment: string): string => hash('sha256', head + commitment);

/** Payloads in order, with their salts and commitments, each as one run of hex digits. */
export interface Sealed {
  payloads: readonly string[];
  salts: string;
  commitments: string;
}

/** Seals payloads that follow `head`. */
export function seal(head: string, payloads: readonly string[]): { sealed: Sealed; head: string } {
  const salts = randomBytes((payloads.length * SALT_DIGITS) / 2).toString('hex');
  let commitments = '';
  payloads.forEach((payload, index) => {
    const commitment = commitmentOf(saltAt(salts, index), payload);
    commitments += commitment;
    head = nextHead(head, commitment);
  });
  return { sealed: { payloads, salts, commitments }, head };
}

export interface Check {
  head: string;
  /** How many payloads were erased: their commitments were taken on trust, and the chain holds them to it. */
  erased: number;
  /** The index of the first payload that does not fit its commitment, or null. */
  broken: number | null;
}

/** Recomputes what `seal` made. Whether the head is the right one is for the caller to compare. */
export function check(head: string, { payloads, salts, commitments }: Sealed): Check {
  let erased = 0;
  for (const [index, payload] of payloads.entries()) {
    const salt = saltAt(salts, index);
    const commitment = commitments.slice(index * COMMITMENT_DIGITS, (index + 1) * COMMITMENT_DIGITS);
    if (salt === ERASED) erased += 1;
    else if (commitmentOf(salt, payload) !== commitment) return { head, erased, broken: index };
    head = nextHead(head, commitment);
  }
  return { head, erased, broken: null };
}

const saltAt = (salts: string, index: number) => salts.slice(index * SALT_DIGITS, (index + 1) * SALT_DIGITS);
