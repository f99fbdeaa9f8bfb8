/** The whole server, used by everybody once: then its log and its files are searched for what must not be there. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { type App, startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { pageOf } from '../../server/http/page.ts';
import { createLog } from '../../server/log.ts';
import { createdDebate } from '../../shared/api.ts';

/** What people wrote: kept, but never logged. Each with a mark that nothing else holds. */
const WRITTEN = ['canary-title', 'canary-series', 'canary-label', 'canary-question', 'canary-name'];
/** What came along and is nobody's business. */
const PASSING = ['canary-agent', 'canary-query', 'canary-path', 'canary-body', 'canary-broken', '127.0.0.1'];

interface Use {
  secrets: string[];
  ids: string[];
}

/** Signs in, sets up a debate, asks on a phone, opens a screen, gets some of it wrong. */
async function useAll(app: App): Promise<Use> {
  const origin = `http://127.0.0.1:${app.address.port}`;
  const ask = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    fetch(origin + path, {
      method,
      headers: { 'Content-Type': 'application/json', 'User-Agent': 'canary-agent', ...headers },
      ...(body && { body }),
    });

  const signIn = String(app.signIn.fragment.replace('sign-in=', ''));
  const session = await ask('POST', '/api/session', { origin }, JSON.stringify({ secret: signIn }));
  const cookie = String(session.headers.get('set-cookie')).split(';')[0] ?? '';
  await ask('POST', '/api/session', { origin }, JSON.stringify({ secret: signIn }));
  const bearer = { Authorization: `Bearer ${app.newApiToken}` };
  const settings = '{"title":"canary-title","series":"canary-series","names":"optional"}';
  const { id, code, links } = createdDebate.parse(
    await (await ask('POST', '/api/debates', bearer, settings)).json(),
  );
  const staff = { cookie, origin };
  const label = '{"role":"host","label":"canary-label"}';
  const { link } = await (await ask('POST', `/api/debates/${id}/keys`, staff, label)).json();
  await ask('POST', '/api/debates', bearer, '{"title":"x","screening":"canary-body"}');
  await ask('POST', '/api/debates', staff, '{"canary-broken');
  await ask('GET', `/${code}?q=canary-query`, { cookie });
  await ask('GET', '/canary-path', {});

  const transports = ['websocket'];
  const key = links.moderator.split('#')[1] ?? '';
  const phone = io(`${origin}/audience`, { transports, auth: { debate: code } });
  const token = await new Promise<string>((known) =>
    phone.once('welcome', (welcome) => known(welcome.token)),
  );
  const question = { type: 'askQuestion', id: 'question-0001', text: 'canary-question', name: 'canary-name' };
  expect(await phone.emitWithAck('command', question)).toMatchObject({ ok: true });
  const desk = io(`${origin}/moderator`, { transports, auth: { debate: id, key } });
  expect(await desk.emitWithAck('command', { type: 'approve', questionId: question.id })).toMatchObject({
    ok: true,
  });
  phone.disconnect();
  desk.disconnect();
  await ask('DELETE', '/api/session', staff);

  const keys = [...Object.values(links), link].flatMap((address) => address.split('#')[1] ?? []);
  return {
    secrets: [signIn, cookie.replace('sofra=', ''), app.newApiToken ?? '', token, ...keys],
    ids: [id, code],
  };
}

async function contentOf(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const read = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name)));
  return Buffer.concat(await Promise.all(read)).toString('latin1');
}

test('[A13] no secret, name, address or text is logged, and no secret or address is kept', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sofra-privacy-'));
  const lines: string[] = [];
  const app = await startApp({
    config: readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir }),
    log: createLog('trace', { write: (line) => void lines.push(line) }),
    pages: async () => ({
      assets: (_request, _response, next) => next(),
      page: async (name) => pageOf(name),
    }),
  });
  const { secrets, ids } = await useAll(app);
  const whileRunning = await contentOf(dataDir);
  await app.close();
  const kept = whileRunning + (await contentOf(dataDir));
  await rm(dataDir, { recursive: true });
  const log = lines.join('');

  expect(secrets).toHaveLength(8);
  expect(lines.length).toBeGreaterThanOrEqual(9);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThanOrEqual(22);
    expect(log).not.toContain(secret);
    expect(kept).not.toContain(secret);
  }
  for (const passing of PASSING) {
    expect(log).not.toContain(passing);
    expect(kept).not.toContain(passing);
  }
  for (const written of WRITTEN) {
    expect(log).not.toContain(written);
    expect(kept).toContain(written);
  }
  for (const id of ids) expect(log).not.toContain(id);
});
