/** `npm run demo`: a server with a debate under way, its audience and moderator simulated, and one page to watch and try it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEOPLE, startDemoDebate } from './demo/demoDebate.ts';
import { freePort, ServerProcess } from './serverProcess.ts';

const given = process.env.DATA_DIR || undefined;
const dataDir = given ?? mkdtempSync(join(tmpdir(), 'sofra-demo-'));
const port = await freePort(Number(process.env.PORT ?? 3000));
const server = new ServerProcess({ port, dataDir, env: { DEMO: '1', LOG_LEVEL: 'warn' } });
const endings: (() => unknown)[] = [
  () => server.stop(),
  () => {
    if (!given) rmSync(dataDir, { recursive: true, force: true });
  },
];

let ending: Promise<void> | undefined;

/** Once, however often it is asked: a terminal sends its Ctrl-C to every process of the group. */
function end(code: number): Promise<void> {
  ending ??= (async () => {
    for (const step of endings) await step();
    process.exit(code);
  })();
  return ending;
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0));

try {
  await server.start();
  const debate = await startDemoDebate(server);
  endings.unshift(() => debate.stop());
  console.log(`\nA debate is under way, with ${PEOPLE} simulated people. Open it:\n\n  ${debate.address}\n`);
  console.log('Ctrl-C ends it.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await end(1);
}
