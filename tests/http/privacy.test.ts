import { expect, test } from 'vitest';
import { startHttp } from './startHttp.ts';

test('[A13] no secret, name, address or text reaches the log, and no secret the journal', async () => {
  const http = await startHttp({ LOG_LEVEL: 'trace' });
  const secret = String(http.signIn.fragment?.replace('sign-in=', ''));
  const json = { 'Content-Type': 'application/json', origin: http.origin };
  const signIn = { method: 'POST', headers: json, body: JSON.stringify({ secret }) };
  const session = await http.ask('/api/session', signIn);
  const cookie = String(session.headers.get('set-cookie')).split(';')[0] ?? '';
  const created = await http.api('POST', '/api/debates', { title: 'canary-title', series: 'canary-series' });
  const { id, code, links } = await created.json();
  const label = { role: 'host', label: 'canary-label' };
  const { link } = await (await http.api('POST', `/api/debates/${id}/keys`, label)).json();
  await http.ask('/api/session', signIn);
  await http.api('POST', '/api/debates', { title: 'x', screening: 'canary-body' });
  await http.ask('/api/debates', { method: 'POST', headers: { ...json, cookie }, body: '{"canary-broken' });
  await http.ask(`/${code}?canary=query`, { headers: { 'user-agent': 'canary-agent', cookie } });
  await http.ask('/canary-path');
  await http.ask('/api/session', { method: 'DELETE', headers: { cookie, origin: http.origin } });

  const keys = [...Object.values<string>(links), link].flatMap((address) => address.split('#')[1] ?? []);
  const secrets = [secret, http.apiToken, cookie.replace('sofra=', ''), ...keys];
  expect(secrets).toHaveLength(7);
  const kept: string[] = [];
  for (const stream of ['organisation', `debate:${id}`])
    for await (const entries of http.journal.read(stream)) kept.push(JSON.stringify(entries));
  expect(kept.join('')).toContain('canary-title');
  for (const hidden of [...secrets, '127.0.0.1', 'canary-agent']) expect(kept.join('')).not.toContain(hidden);

  await http.close();
  expect(http.logged).toHaveLength(9);
  const log = http.logged.join('');
  for (const hidden of [...secrets, 'canary', '127.0.0.1', id, code]) expect(log).not.toContain(hidden);
});
