/**
 * What one of each thing costs: measured by measure.ts, kept in docs/deploy/costs.json, used by the model. CPU in
 * microseconds of one core, the kernel's part included; sizes in bytes.
 */
import { readFileSync } from 'node:fs';

export const COSTS_FILE = 'docs/deploy/costs.json';

/** Of a node, which is one process on one core. */
export interface NodeCosts {
  /** A second in which nobody is there. */
  idle: number;
  /** A phone that arrives: upgrade, handshake, the view of a short list from the cache. */
  join: number;
  /** The same phone's page before: the HTML, its script, its style. */
  page: number;
  /** A question in a view that is written anew, because something changed since the last arrival. */
  renderedQuestion: number;
  /** A byte of a view or a patch that is sent. */
  byteSent: number;
  /** A phone that is connected, for a second: its heartbeat. */
  phoneSecond: number;
  /** A patch of next to no bytes, to one phone. */
  patch: number;
  /** A vote of one of its own phones, from the network to the answer. */
  vote: number;
  /** A commit of its own: one XADD, and the read that brings it back. */
  commit: number;
  /** A read of what others appended, where it has nothing of its own to wait for. */
  read: number;
  /** What others appended: a batch, and each vote in it, its hash in the chain included. */
  heardBatch: number;
  heardVote: number;
  /** A vote in the log that is there already, when a node starts. */
  replayedVote: number;
}

export interface NodeBytes {
  /** A process with its code and an empty debate; what its young generation grows to; a phone more; a vote more. */
  base: number;
  young: number;
  phone: number;
  vote: number;
  /** A view's head, and a question in it. */
  view: number;
  viewQuestion: number;
  page: number;
}

/** Of the one Redis process. */
export interface RedisCosts {
  idle: number;
  /** Bringing to the disk whatever was appended since the last time. */
  flush: number;
  /** What a node appends: a batch, and each vote in it. */
  batch: number;
  vote: number;
  /** What one node reads: an answer, each batch in it, each vote in it. */
  read: number;
  readBatch: number;
  readVote: number;
  /** Milliseconds from a write to its answer while nothing else happens: the disk. */
  flushMs: number;
}

export interface RedisBytes {
  /** In memory, and to each reader. */
  storedBatch: number;
  storedVote: number;
  sentBatch: number;
  sentVote: number;
}

/** Of nginx before the nodes, with TLS. */
export interface ProxyCosts {
  /** A phone's handshakes, TLS and web socket, and its view. */
  arrival: number;
  /** A small message, either way. */
  message: number;
  /** Of memory, for a phone that is there. */
  phoneBytes: number;
}

export interface Costs {
  machine: string;
  node: NodeCosts;
  nodeBytes: NodeBytes;
  redis: RedisCosts;
  redisBytes: RedisBytes;
  /** null: there was no nginx. */
  proxy: ProxyCosts | null;
  /** Of real installations: what the model says, and what it was. */
  checks: Check[];
}

export interface Check {
  nodes: number;
  phones: number;
  votesPerSecond: number;
  figures: { name: string; predicted: number; measured: number }[];
}

export const readCosts = (): Costs => JSON.parse(readFileSync(COSTS_FILE, 'utf8')) as Costs;
