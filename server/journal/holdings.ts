/** Everything that a journal keeps, as it is kept, so that it can move to another without a byte of it changing. */
import type { Seals } from './chain.ts';

export interface SealedPayloads extends Seals {
  payloads: readonly string[];
}

/** Opened while no server uses what is held. */
export interface Holdings {
  streams(): Promise<string[]>;
  /** All of a stream, in order. @throws JournalFailure */
  sealed(stream: string): AsyncIterable<SealedPayloads>;
  /** Appends what was sealed elsewhere. Durable when it resolves. @throws JournalFailure */
  keep(stream: string, sealed: AsyncIterable<SealedPayloads>): Promise<void>;
  /** What phones' tokens are made with, 32 bytes, where there is one. */
  secret(): Promise<Buffer | undefined>;
  keepSecret(secret: Buffer): Promise<void>;
  close(): Promise<void>;
}
