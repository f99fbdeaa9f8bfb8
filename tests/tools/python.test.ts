/** Somebody else's client: Debian's python3-socketio, with nothing to go by but docs/. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../../tools/replay/api.ts';
import { API_TOKEN, TestServer } from '../gateway/startServer.ts';

const PYTHON = '/usr/bin/python3';
const hasPython = spawnSync(PYTHON, ['-c', 'import socketio, websocket']).status === 0;
const unless = hasPython ? '' : ' (skipped: install python3-socketio and python3-websocket)';

let server: TestServer;
beforeAll(async () => {
  if (hasPython) server = await TestServer.start();
});
afterAll(() => server?.remove());

async function run(...args: string[]): Promise<{ said: string; code: number }> {
  const program = spawn(PYTHON, args);
  let said = '';
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const [code] = await once(program, 'close');
  return { said, code };
}

test.skipIf(!hasPython)(
  `[C5] an independent client goes the whole loop by the documents alone${unless}`,
  async () => {
    const { said, code } = await run('tests/tools/python/loop.py', server.origin, API_TOKEN);
    expect(said).toContain('the overlay shows it');
    expect(said).toContain('the loop is closed');
    expect(code, said).toBe(0);
  },
);

test.skipIf(!hasPython)(`[C5] the session in the guide runs as it is printed${unless}`, async () => {
  const { id, code, links } = await new Api(server.origin, API_TOKEN).createDebate({ title: 'Printed' });
  const printed = /```python\n(.*?)```/s.exec(readFileSync('docs/protocol.md', 'utf8'))?.[1] ?? '';
  const own = {
    'http://localhost:3000': server.origin,
    DRVNFK: code,
    k3v9x0m2q8ab: id,
    '"KEY"': `"${new URL(links.moderator).hash.slice(1)}"`,
  };
  let program = printed;
  for (const [example, real] of Object.entries(own)) {
    expect(program).toContain(example);
    program = program.replaceAll(example, real);
  }
  const session = await run('-c', program);
  expect(session.said).toMatch(/keep this: \S{40}/);
  expect(session.said).toContain("'ok': True");
  expect(session.said).toContain('on air: When will the bridge open?\non air: None');
  expect(session.code, session.said).toBe(0);
});
