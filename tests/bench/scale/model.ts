/**
 * What an installation does in one second, from what one of each thing costs. Where the product has a rule of its own
 * (how often nodes commit, how often phones are told), its code is asked.
 */
import { paceOf } from '../../../server/gateway/pace.ts';
import { RedisPace } from '../../../server/journal/redis/redisPace.ts';
import type { Costs, ProxyCosts } from './costs.ts';
import { distinctQuestions } from './distinctQuestions.ts';

/** All nodes together; what happens, a second. */
export interface Moment {
  nodes: number;
  phones: number;
  arrivals: number;
  /** Of those who arrive, how many load the page first: 1, or 0 where they had it. */
  loadPage: number;
  votes: number;
  questions: number;
  /** Questions approved, put on air, answered. */
  news: number;
  /** Since the beginning. */
  votesSoFar: number;
}

/** What is built, or what might be. */
export interface Design {
  /** How many Redis servers the nodes read from: 1 is the master itself; more are replicas, which is not built. */
  readers: number;
  /** The longest that a node waits for company, in milliseconds; null: as it is built. */
  paceMs: number | null;
}

export const AS_BUILT: Design = { readers: 1, paceMs: null };

export interface NodeLoad {
  /** Microseconds of CPU a second, by what they are spent on. */
  micros: Record<'arrivals' | 'heartbeats' | 'own votes' | "others' votes" | 'patches' | 'rest', number>;
  bytesOut: number;
  bytesIn: number;
  memory: number;
}

export interface Load {
  /** One of the nodes, all alike. */
  node: NodeLoad;
  redis: { micros: number; bytesOut: number; memory: number };
  /** All that stands before the nodes; null: not measured. */
  proxy: { micros: number; memory: number } | null;
  /** Commits of all nodes. */
  batches: number;
  patch: { perSecond: number; bytes: number };
  /** From a tap to its commit at the latest, in milliseconds. */
  waitMs: number;
}

const PACE_MS = 10;
/** As in redisPace.ts: so many votes in a commit, and the next waits for nobody. */
const ENOUGH = 100;
/** The tail waits so much longer than the next commit. */
const SLACK_MS = 5;
/** docs/decisions/ticks.md; a test holds them to server/gateway/byteBudget.ts. */
export const COUNT_BYTES_PER_SECOND = 40;
export const LONGEST_REST_S = 10;
/** A patch without counts; a count by number, as `123,45678,`; a row, where the news is one. */
const PATCH_HEAD_BYTES = 70;
const COUNT_BYTES = 10;
const ROW_BYTES = 300;
/** An answer to a vote; TCP, IP and TLS around each message. */
const ANSWER_BYTES = 45;
const AROUND_MESSAGE = 90;
const HEARTBEAT_S = 10;

export function loadOf(moment: Moment, costs: Costs, design: Design = AS_BUILT): Load {
  const own = { phones: moment.phones / moment.nodes, votes: moment.votes / moment.nodes };
  const pace = paceOfNodes(moment.nodes, design);
  const commits = commitsPerSecond(own.votes, pace);
  const batches = commits * moment.nodes;
  const patch = patchesOf(moment, own.phones);
  const bytesIn = moment.votes * costs.redisBytes.sentVote + batches * costs.redisBytes.sentBatch;
  return {
    node: {
      micros: nodeMicros(moment, costs, { ...own, commits, batches, patch, pace }),
      bytesOut: nodeBytesOut(moment, costs, own, patch),
      bytesIn,
      memory:
        costs.nodeBytes.base +
        costs.nodeBytes.young +
        own.phones * costs.nodeBytes.phone +
        moment.votesSoFar * costs.nodeBytes.vote,
    },
    redis: redisLoad(moment, costs, design, { batches, commits, pace, bytesIn }),
    proxy: costs.proxy && proxyLoad(moment, costs.proxy, patch.perSecond),
    batches,
    patch,
    waitMs: pace.few,
  };
}

interface Pace {
  /** Milliseconds from commit to commit of a node: while few votes come, and where many do. */
  few: number;
  many: number;
}

const paces = new Map<number, Pace>();

function paceOfNodes(nodes: number, { paceMs }: Design): Pace {
  let found = paces.get(nodes);
  if (!found) {
    const pace = new RedisPace(PACE_MS);
    for (let node = 0; node < nodes; node += 1) pace.hear(`${node}`);
    found = { few: pace.ms, many: pace.after(ENOUGH) };
    paces.set(nodes, found);
  }
  return { ...found, few: paceMs ?? found.few };
}

function commitsPerSecond(votes: number, { few, many }: Pace): number {
  if (votes === 0) return 0;
  const inWait = (votes * few) / 1_000;
  if (inWait < ENOUGH) return 1_000 / (few + 1_000 / votes);
  return (votes * many) / 1_000 < ENOUGH ? 2_000 / (few + many) : 1_000 / many;
}

/** How often phones are told, and how much: news at once, and all counts with it; else as their budget of bytes lets them. */
function patchesOf({ votes, questions, news }: Moment, phones: number): Load['patch'] {
  const bytesAfter = (seconds: number) =>
    PATCH_HEAD_BYTES + COUNT_BYTES * distinctQuestions(votes * seconds, questions);
  let rest = LONGEST_REST_S;
  for (let turn = 0; turn < 4; turn += 1) {
    const bytes = bytesAfter(rest);
    rest = Math.min(
      LONGEST_REST_S,
      Math.max(bytes / COUNT_BYTES_PER_SECOND, paceOf(phones, bytes) / 1_000, votes > 0 ? 1 / votes : 0),
    );
  }
  const perSecond = Math.max(votes > 0 ? 1 / rest : 0, news);
  if (perSecond === 0) return { perSecond, bytes: 0 };
  const bytes = bytesAfter(1 / perSecond) + (ROW_BYTES * news) / perSecond;
  return { perSecond, bytes };
}

interface OwnPart {
  phones: number;
  votes: number;
  commits: number;
  batches: number;
  patch: Load['patch'];
  pace: Pace;
}

function nodeMicros(moment: Moment, { node, nodeBytes }: Costs, own: OwnPart): NodeLoad['micros'] {
  const arrivals = moment.arrivals / moment.nodes;
  const viewBytes = moment.questions * nodeBytes.viewQuestion;
  /** Something changes with each read; whoever comes next has the view written anew. */
  const reads = Math.max(own.commits, moment.votes > 0 ? 1_000 / (own.pace.few + SLACK_MS) : 0);
  const rendered = Math.min(arrivals, reads);
  const foreign = { votes: moment.votes - own.votes, batches: own.batches - own.commits };
  return {
    arrivals:
      arrivals * (node.join + moment.loadPage * node.page + viewBytes * node.byteSent) +
      rendered * moment.questions * node.renderedQuestion,
    heartbeats: own.phones * node.phoneSecond,
    'own votes': own.votes * node.vote + own.commits * node.commit,
    "others' votes":
      foreign.votes * node.heardVote + foreign.batches * node.heardBatch + (reads - own.commits) * node.read,
    patches: own.phones * own.patch.perSecond * (node.patch + own.patch.bytes * node.byteSent),
    rest: node.idle,
  };
}

function nodeBytesOut(
  { nodes, arrivals, loadPage, questions }: Moment,
  { nodeBytes }: Costs,
  own: { phones: number; votes: number },
  patch: Load['patch'],
): number {
  const arrival = nodeBytes.view + questions * nodeBytes.viewQuestion + loadPage * nodeBytes.page;
  return (
    (arrivals / nodes) * arrival +
    own.votes * (ANSWER_BYTES + AROUND_MESSAGE) +
    own.phones * (patch.perSecond * (patch.bytes + AROUND_MESSAGE) + AROUND_MESSAGE / HEARTBEAT_S)
  );
}

function proxyLoad({ phones, arrivals, votes }: Moment, proxy: ProxyCosts, patches: number) {
  const messages = 2 * votes + phones * (patches + 2 / HEARTBEAT_S);
  return {
    micros: arrivals * proxy.arrival + messages * proxy.message,
    memory: phones * proxy.phoneBytes,
  };
}

interface RedisPart {
  batches: number;
  commits: number;
  pace: Pace;
  bytesIn: number;
}

/** The busiest Redis: the master, or, where nodes read from replicas, one of these or the master. */
function redisLoad(
  { nodes, votes, votesSoFar }: Moment,
  { redis, redisBytes }: Costs,
  { readers }: Design,
  { batches, commits, pace, bytesIn }: RedisPart,
): Load['redis'] {
  const written = batches * redis.batch + votes * redis.vote;
  const flushed = Math.min(batches, 1_000 / redis.flushMs);
  const reads = Math.max(commits, votes > 0 ? 1_000 / (pace.few + SLACK_MS) : 0);
  const eachReader = reads * redis.read + batches * redis.readBatch + votes * redis.readVote;
  const served = nodes / readers;
  const replication =
    readers > 1 ? readers * (votes * redisBytes.sentVote + batches * redisBytes.sentBatch) : 0;
  const stored = votes > 0 ? redisBytes.storedVote + (redisBytes.storedBatch * batches) / votes : 0;
  return {
    micros: redis.idle + flushed * redis.flush + written + served * eachReader,
    bytesOut: Math.max(served * bytesIn, replication),
    memory: votesSoFar * stored,
  };
}
