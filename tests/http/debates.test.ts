import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamOf } from '../../server/debate/events.ts';
import { JournalFailure, Unconfirmed } from '../../server/journal/journal.ts';
import { MemoryJournal } from '../../server/journal/memory.ts';
import { createdDebate, createdKey, debateDetail, debateList, debateSummary } from '../../shared/api.ts';
import { type HttpUnderTest, startHttp } from './startHttp.ts';

let http: HttpUnderTest;
beforeAll(async () => {
  http = await startHttp();
});
afterAll(() => http.close());

const create = async (settings: object = {}) =>
  createdDebate.parse(await (await http.api('POST', '/api/debates', { title: 'Punë', ...settings })).json());
const detail = async (id: string) =>
  debateDetail.parse(await (await http.api('GET', `/api/debates/${id}`)).json());

test('[A14] creating a debate answers with its code and links, each key good for its own screen', async () => {
  const response = await http.api('POST', '/api/debates', { title: 'Rinia' });
  const { id, code, links } = createdDebate.parse(await response.json());
  expect(response.status).toBe(201);
  expect(response.headers.get('location')).toBe(`/api/debates/${id}`);
  expect(links.audience).toBe(`${http.origin}/${code}`);
  for (const role of ['moderator', 'host', 'overlay'] as const) {
    const [page, key = ''] = links[role].split('#');
    expect(page).toBe(`${http.origin}/${role}/${id}`);
    expect(Buffer.from(key, 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(http.organisation.findKey(id, key)?.role).toBe(role);
    expect((await http.ask(`/${role}/${id}`)).status).toBe(200);
  }
  expect((await http.ask(`/${code}`)).status).toBe(200);
});

test('[A25] asked for again, a debate is the same, and links of both answers open it', async () => {
  const asked = { title: 'Rinia', requestId: 'request-of-rinia' };
  const [first, again] = [await create(asked), await create(asked)];
  expect([again.id, again.code]).toEqual([first.id, first.code]);
  for (const { links } of [first, again])
    for (const role of ['moderator', 'host', 'overlay'] as const)
      expect(http.organisation.findKey(first.id, new URL(links[role]).hash.slice(1))?.role).toBe(role);
  expect((await create({ title: 'Rinia' })).id).not.toBe(first.id);
});

test('[A14] links start with PUBLIC_URL where it is set', async () => {
  const other = await startHttp({ PUBLIC_URL: 'https://pyetje.example' });
  const { links } = await (await other.api('POST', '/api/debates', { title: 'x' })).json();
  for (const link of Object.values(links)) expect(link).toMatch(/^https:\/\/pyetje\.example\//);
  await other.close();
});

test('[A14] behind a trusted proxy links say https; without trust its header is ignored', async () => {
  for (const [trust, scheme] of [
    ['1', 'https'],
    ['0', 'http'],
  ] as const) {
    const other = await startHttp({ TRUST_PROXY: trust });
    const response = await other.ask('/api/debates', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${other.apiToken}`,
        'content-type': 'application/json',
        'x-forwarded-proto': 'https',
      },
      body: '{"title":"x"}',
    });
    expect((await response.json()).links.audience.split(':')[0]).toBe(scheme);
    await other.close();
  }
});

test('the settings are kept as they were given', async () => {
  const settings = {
    title: 'Ambiente',
    series: 'Sporazum',
    languages: ['sq', 'sr-Cyrl'],
    screening: 'off',
    names: 'optional',
  };
  const { id, code } = await create({ ...settings, open: false });
  const { debate, seq, questions, onAir, order } = await detail(id);
  expect(debate).toMatchObject({ id, code, ...settings, status: 'planned' });
  expect({ seq, questions, onAir, order }).toEqual({ seq: 1, questions: {}, onAir: null, order: [] });
});

test('debates are listed newest first', async () => {
  const older = await create();
  const newer = await create();
  const { debates } = debateList.parse(await (await http.api('GET', '/api/debates')).json());
  expect(debates.slice(0, 2).map(({ id }) => id)).toEqual([newer.id, older.id]);
});

test('a debate opens and closes, again and again, and list and detail agree', async () => {
  const { id } = await create({ open: false });
  for (const [act, status] of [
    ['open', 'open'],
    ['open', 'open'],
    ['close', 'closed'],
    ['open', 'open'],
  ] as const) {
    const response = await http.api('POST', `/api/debates/${id}/${act}`);
    expect([response.status, (await response.json()).status]).toEqual([200, status]);
    const { debates } = debateList.parse(await (await http.api('GET', '/api/debates')).json());
    expect(debates.find((debate) => debate.id === id)?.status).toBe(status);
    expect((await detail(id)).debate.status).toBe(status);
  }
});

test('[A22] settings are changed a part at a time, and list and detail show it', async () => {
  const { id, code } = await create({ title: 'Punna', series: 'Sporazum' });
  const change = async (settings: object) => {
    const response = await http.api('PATCH', `/api/debates/${id}`, settings);
    expect(response.status).toBe(200);
    return debateSummary.parse(await response.json());
  };
  const before = (await detail(id)).debate;
  expect(await change({ title: ' Puna ' })).toEqual({ ...before, title: 'Puna' });
  const changed = { series: '', languages: ['sq'], screening: 'off', names: 'optional' } as const;
  expect(await change(changed)).toEqual({ ...before, title: 'Puna', ...changed });
  expect(await change({})).toEqual({ ...before, title: 'Puna', ...changed });
  expect((await detail(id)).debate).toEqual({ ...before, title: 'Puna', ...changed, code });
  const { debates } = debateList.parse(await (await http.api('GET', '/api/debates')).json());
  expect(debates.find((debate) => debate.id === id)).toEqual((await detail(id)).debate);
});

test('[A24] of two who save over the same title, one is told that it has changed', async () => {
  const { id } = await create();
  const { title } = (await detail(id)).debate;
  const save = (settings: object) =>
    http.api('PATCH', `/api/debates/${id}`, { ...settings, expected: { title } });
  const answers = await Promise.all([save({ title: 'Posao' }), save({ title: 'Rad', names: 'optional' })]);
  const said = await Promise.all(answers.map((answer) => answer.json()));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(said.find(({ error }) => error)).toMatchObject({ error: { code: 'settingsChanged' } });
  expect((await detail(id)).debate).toEqual(said.find(({ error }) => !error));
});

test('[A15] settings that a debate cannot have are refused, and nothing is changed', async () => {
  const { id } = await create();
  const before = await detail(id);
  for (const wrong of [
    { title: '' },
    { title: 7 },
    { languages: [] },
    { screening: 'on' },
    { names: null },
    { title: 'Puna', expected: { title: 7 } },
  ]) {
    const response = await http.api('PATCH', `/api/debates/${id}`, wrong);
    expect([response.status, (await response.json()).error.code]).toEqual([400, 'bodyInvalid']);
  }
  expect(await detail(id)).toEqual(before);
});

test('the detail counts people, and names no author and no voter', async () => {
  const { id } = await create({ screening: 'off' });
  await http.journal.append(streamOf(id), [
    {
      at: 5,
      by: 'author-of-it',
      event: { type: 'questionAsked', questionId: 'q123456789', text: 'Pse?', language: 'sq' } as never,
    },
    { at: 6, by: 'voter-one', event: { type: 'upvoted', questionId: 'q123456789' } as never },
    { at: 7, by: 'voter-one', event: { type: 'upvoted', questionId: 'q123456789' } as never },
    { at: 8, by: 'voter-two', event: { type: 'upvoted', questionId: 'q123456789' } as never },
  ]);
  const response = await (await http.api('GET', `/api/debates/${id}`)).text();
  expect(debateDetail.parse(JSON.parse(response)).questions).toEqual({
    q123456789: { text: 'Pse?', language: 'sq', votes: 2, at: 5, status: 'approved' },
  });
  expect(response).not.toMatch(/author-of-it|voter-/);
});

test('[A1] a further key has its holder’s label, is listed without its secret, and can be revoked', async () => {
  const { id } = await create();
  const asked = await http.api('POST', `/api/debates/${id}/keys`, {
    role: 'moderator',
    label: 'Arta, desk 2',
  });
  const { key, link } = createdKey.parse(await asked.json());
  const secret = link.split('#')[1] ?? '';
  expect(key).toMatchObject({ role: 'moderator', label: 'Arta, desk 2' });
  expect(http.organisation.findKey(id, secret)).toEqual(key);

  const revoked: string[] = [];
  http.organisation.onAccessEnded((keyId) => revoked.push(keyId));
  expect((await http.api('DELETE', `/api/debates/${id}/keys/${key.id}`)).status).toBe(204);
  expect((await http.api('DELETE', `/api/debates/${id}/keys/${key.id}`)).status).toBe(204);
  expect(revoked).toEqual([key.id]);
  expect(http.organisation.findKey(id, secret)).toBeUndefined();

  const { keys } = await detail(id);
  expect(keys.map(({ label }) => label).sort()).toEqual([
    'Arta, desk 2',
    'Host 1',
    'Moderator 1',
    'Overlay 1',
  ]);
  expect(keys.find(({ label }) => label === 'Arta, desk 2')?.revokedAt).toBeGreaterThan(0);
  expect(JSON.stringify(keys)).not.toContain(secret);
});

test('[A1] a key of another debate is not revoked here', async () => {
  const [one, other] = [await create(), await create()];
  const key = http.organisation.keys(one.id)[0];
  const response = await http.api('DELETE', `/api/debates/${other.id}/keys/${key?.id}`);
  expect([response.status, (await response.json()).error.code]).toEqual([404, 'keyUnknown']);
  expect(http.organisation.keys(one.id)[0]?.revokedAt).toBeUndefined();
});

test('what does not exist is refused by name', async () => {
  for (const [method, path, code] of [
    ['GET', '/api/debates/aaaaaaaaaaaa', 'debateUnknown'],
    ['GET', '/api/debates/__proto__', 'debateUnknown'],
    ['POST', '/api/debates/aaaaaaaaaaaa/open', 'debateUnknown'],
    ['POST', '/api/debates/aaaaaaaaaaaa/keys', 'debateUnknown'],
    ['PATCH', '/api/debates', 'routeUnknown'],
    ['GET', '/api/nothing', 'routeUnknown'],
  ] as const) {
    const response = await http.api(method, path);
    expect([path, response.status, (await response.json()).error.code]).toEqual([path, 404, code]);
  }
});

test.each([
  ['cannot keep it', 'unavailable', new JournalFailure('the disk is full')],
  ['does not confirm it', 'unknown', new Unconfirmed('the disk does not answer')],
])(
  '[A18] a journal that %s is said so, in the log by the name of the route, and nothing is claimed',
  async (_, code, failure) => {
    class FullJournal extends MemoryJournal {
      full = false;
      override append(...entries: Parameters<MemoryJournal['append']>): Promise<number> {
        return this.full ? Promise.reject(failure) : super.append(...entries);
      }
    }
    const journal = new FullJournal();
    const other = await startHttp({}, undefined, journal);
    const { id } = await (await other.api('POST', '/api/debates', { title: 'x' })).json();
    journal.full = true;
    for (const [path, body] of [
      ['/api/debates', { title: 'y' }],
      [`/api/debates/${id}/close`, undefined],
      [`/api/debates/${id}/keys`, { role: 'host' }],
    ] as const) {
      const response = await other.api('POST', path, body);
      expect([path, response.status, (await response.json()).error.code]).toEqual([path, 503, code]);
    }
    await other.close();
    const requests = other.logged.map((line) => JSON.parse(line)).filter(({ status }) => status === 503);
    const routes = ['/api/debates/', '/api/debates/:id/close', '/api/debates/:id/keys'];
    expect(requests.map(({ route }) => route)).toEqual(routes);
  },
);
