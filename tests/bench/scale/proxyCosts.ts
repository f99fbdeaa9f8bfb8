/** What phones cost nginx, which stands before the nodes as docs/deploy/sofra.nginx says: TLS, and every message. */
import { readFileSync } from 'node:fs';
import { hasNginx, Nginx } from '../../nodes/nginx.ts';
import { pinned, SERVER_CORE } from '../cores.ts';
import { cpuMicros, residentBytes } from '../processUse.ts';
import { sampleQuestions } from '../sampleQuestions.ts';
import type { ProxyCosts } from './costs.ts';
import type { Lab, Place } from './lab.ts';

const WARM = 100;
const PHONES = 500;
const VOTES = 20;
/** A vote and its answer. */
const MESSAGES = 2;
const [{ id: QUESTION } = { id: '' }] = sampleQuestions(1);

export async function proxyCosts(lab: Lab, { node, debate }: Place): Promise<ProxyCosts | null> {
  if (!hasNginx) return null;
  const [plain, tls] = [await lab.nextPort(), await lab.nextPort()];
  const address = `127.0.0.1:${node.server.port}`;
  const nginx = await Nginx.start({ plain, tls, nodes: [address, address], within: pinned(SERVER_CORE, []) });
  const [worker = 0] = readFileSync(`/proc/${nginx.pid}/task/${nginx.pid}/children`, 'utf8')
    .split(' ')
    .map(Number);
  const code = debate.audience.auth.debate ?? '';
  await lab.visitors.arrive(tls, code, WARM);
  const before = { cpu: cpuMicros(worker), bytes: residentBytes(worker) };
  await lab.visitors.arrive(tls, code, PHONES);
  const after = { cpu: cpuMicros(worker), bytes: residentBytes(worker) };
  await lab.visitors.vote(QUESTION, VOTES);
  const voting = cpuMicros(worker) - after.cpu;
  await lab.visitors.leave();
  await nginx.remove();
  const found = {
    arrival: (after.cpu - before.cpu) / PHONES,
    message: voting / (PHONES + WARM) / VOTES / MESSAGES,
    phoneBytes: (after.bytes - before.bytes) / PHONES,
  };
  lab.say(`nginx: ${JSON.stringify(found)}`);
  return found;
}
