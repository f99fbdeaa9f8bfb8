/**
 * Measures what the model is made of, with real nodes, a real Redis and real connections, and writes it to
 * docs/deploy/costs.json; then compares the model with real installations, and writes the tables of the documents:
 * `npx tsx tests/bench/scale/measure.ts`. About nine minutes; no other program should run meanwhile.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../tools/serverProcess.ts';
import type { CrowdProcess } from '../load/crowdProcess.ts';
import { remote } from '../load/remote.ts';
import { startRedis } from '../redis.ts';
import { machine } from '../report.ts';
import { startOurs } from '../servers.ts';
import { checks } from './checks.ts';
import { COSTS_FILE, type Costs, readCosts } from './costs.ts';
import type { FeedProcess } from './feedProcess.ts';
import { crowdCosts, journalCosts } from './journalCosts.ts';
import type { Lab, Place } from './lab.ts';
import { phoneCosts, SHORT_LIST } from './phoneCosts.ts';
import { proxyCosts } from './proxyCosts.ts';
import { writeTables } from './tablesInDocs.ts';
import type { VisitorProcess } from './visitorProcess.ts';

const FIRST_PORT = 4_700;
const DIGITS = 4;
/** After its start a process is busy with itself. */
const SETTLED_MS = 3_000;

async function openPlace({ crowd, nextPort }: Lab): Promise<Place> {
  const redis = await startRedis(await nextPort());
  const node = await startOurs(await nextPort(), { REDIS_URL: redis.url });
  const debate = await node.createDebate();
  await crowd.ask(debate.audience, SHORT_LIST);
  await crowd.gather('one', [debate.audience], [node.server.pid], SHORT_LIST);
  await crowd.grow('one', 1);
  await pause(SETTLED_MS);
  return { redis, node, debate, debateId: debate.overlay.auth.debate ?? '' };
}

async function measured<T>(lab: Lab, measure: (place: Place) => Promise<T>): Promise<T> {
  const place = await openPlace(lab);
  const found = await measure(place);
  await lab.crowd.leave('one');
  await place.node.stop();
  await place.redis.stop();
  return found;
}

async function costs(lab: Lab): Promise<Costs> {
  const { heard, redisCosts, redisBytes } = await measured(lab, (place) => journalCosts(lab, place));
  const { bytesPerVote, ...again } = await measured(lab, (place) => crowdCosts(lab, place));
  const { bytes, ...phone } = await measured(lab, (place) => phoneCosts(lab, place));
  return {
    machine,
    node: { ...heard, ...phone, ...again },
    nodeBytes: { ...bytes, vote: bytesPerVote },
    redis: redisCosts,
    redisBytes,
    proxy: await measured(lab, (place) => proxyCosts(lab, place)),
    checks: [],
  };
}

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value;

spawnSync(process.execPath, ['--import', 'tsx', 'tools/build.ts', '--if-stale'], { stdio: 'inherit' });
let port = FIRST_PORT;
process.once('SIGINT', () => process.exit(130));
const lab: Lab = {
  crowd: remote<CrowdProcess>('crowdProcess.ts'),
  feed: remote<FeedProcess>('../scale/feedProcess.ts'),
  visitors: remote<VisitorProcess>('../scale/visitorProcess.ts'),
  async nextPort() {
    port = (await freePort(port)) + 1;
    return port - 1;
  },
  say: console.log,
};
const found = await costs(lab);
found.checks = await checks(lab, found);
await Promise.all([lab.crowd.end(), lab.feed.end(), lab.visitors.end()]);
writeFileSync(COSTS_FILE, `${JSON.stringify(found, rounded, 2)}\n`);
writeTables(readCosts());
