/**
 * The arithmetic of the hash chain: what makes a log that nobody can rewrite unseen.
 * Pure, but for the random salts. All values are lower-case hex and are hashed as text, so that anybody can
 * check an entry with `printf %s%s SALT PAYLOAD | sha256sum`.
 */
import { hash, randomBytes } from 'node:crypto';

/** The head of a stream without entries. */
export const NO_HEAD = '0'.repeat(64);

export const SALT_DIGITS = 32;
const COMMITMENT_DIGITS = 64;

/** Stands where a salt was destroyed along with the text it hid; the commitment stays. */
export const ERASED = '0'.repeat(SALT_DIGITS);

/** Binds to the payload without revealing it, as long as the salt is secret. */
export const commitmentOf = (salt: string, payload: string): string => hash('sha256', salt + payload);

/** The head after one more entry. */
export const nextHead = (head: string, commitment: string): string => hash('sha256', head + commitment);

/** What is kept beside payloads: their salts and commitments in order, each as one run of digits. */
export interface Seals {
  salts: string;
  commitments: string;
}

export interface Sealed extends Seals {
  /** The head after the last payload. */
  head: string;
}

/** Random digits that are not used yet: asking for a few costs as much as asking for thousands. */
let drawn = '';
const DRAWN_BYTES = 16_384;

function drawSalts(count: number): string {
  const digits = count * SALT_DIGITS;
  if (drawn.length < digits) drawn = randomBytes(Math.max(DRAWN_BYTES, digits / 2)).toString('hex');
  const salts = drawn.slice(0, digits);
  drawn = drawn.slice(digits);
  return salts;
}

/** Draws salts for payloads, and commits to them. */
export function sealsOf(payloads: readonly string[]): Seals {
  const salts = drawSalts(payloads.length);
  let commitments = '';
  payloads.forEach((payload, index) => {
    commitments += commitmentOf(saltAt(salts, index), payload);
  });
  return { salts, commitments };
}

/** The head after as many more entries as there are commitments. */
export function headAfter(head: string, commitments: string): string {
  for (let start = 0; start < commitments.length; start += COMMITMENT_DIGITS) {
    head = nextHead(head, commitments.slice(start, start + COMMITMENT_DIGITS));
  }
  return head;
}

/** Seals payloads that follow `head`. */
export function seal(head: string, payloads: readonly string[]): Sealed {
  const seals = sealsOf(payloads);
  return { ...seals, head: headAfter(head, seals.commitments) };
}

interface Check {
  /** The head that comes out. */
  head: string;
  /** How many payloads were erased: the chain holds their commitments, which nothing else can vouch for. */
  erased: number;
  /** The index of the first payload that is not what was sealed, or null. */
  broken: number | null;
}

/** Recomputes what `seal` made of payloads that follow `head`. Where no head was kept with them, none is compared. */
export function check(head: string, payloads: readonly string[], seals: Seals & { head?: string }): Check {
  let erased = 0;
  for (const [index, payload] of payloads.entries()) {
    const salt = saltAt(seals.salts, index);
    const commitment = commitmentAt(seals.commitments, index);
    if (salt === ERASED) erased += 1;
    else if (commitmentOf(salt, payload) !== commitment) return { head, erased, broken: index };
    head = nextHead(head, commitment);
  }
  const isExpected = seals.head === undefined || head === seals.head;
  return { head, erased, broken: isExpected ? null : payloads.length - 1 };
}

/** The seals of `count` payloads from an index on. */
export const sliceSeals = ({ salts, commitments }: Seals, index: number, count: number): Seals => ({
  salts: salts.slice(index * SALT_DIGITS, (index + count) * SALT_DIGITS),
  commitments: commitments.slice(index * COMMITMENT_DIGITS, (index + count) * COMMITMENT_DIGITS),
});

const saltAt = (salts: string, index: number) => salts.slice(index * SALT_DIGITS, (index + 1) * SALT_DIGITS);

const commitmentAt = (commitments: string, index: number) =>
  commitments.slice(index * COMMITMENT_DIGITS, (index + 1) * COMMITMENT_DIGITS);
