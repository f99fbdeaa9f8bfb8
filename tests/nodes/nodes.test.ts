import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { RedisJournal } from '../../server/journal/redis.ts';
import type { ApiError, CreatedDebate, CreatedKey, DebateDetail, DebateSummary } from '../../shared/api.ts';
import { API_TOKEN, TestDebate, type TestServer } from '../gateway/startServer.ts';
import { hasRedis } from '../journal/redisServer.ts';
import { TwoNodes } from './twoNodes.ts';

const unless = hasRedis ? '' : ' (skipped: there is no redis-server)';

describe.skipIf(!hasRedis)(`two nodes${unless}`, () => {
  let nodes: TwoNodes;
  beforeEach(async () => {
    nodes = await TwoNodes.start();
  });
  afterEach(() => nodes.remove());

  test('[N1] what is asked, upvoted and taken on one node is on every screen of the other', async () => {
    const [here, there] = await nodes.debate({ screening: 'off' });
    const [phone, friend, desk, overlay] = [
      here.phone(),
      there.phone(),
      there.staff('moderator'),
      here.staff('overlay'),
    ];
    await Promise.all([phone, friend, desk, overlay].map((screen) => screen.until('view')));
    const question = {
      type: 'askQuestion',
      id: 'question-1',
      text: 'Kush e rregullon urën?',
      language: 'sq',
    };
    expect(await phone.send(question)).toMatchObject({ ok: true });
    await friend.until('patch', ({ rows }) => rows?.['question-1']);
    expect(await friend.send({ type: 'upvote', questionId: 'question-1', up: true })).toMatchObject({
      ok: true,
    });
    await phone.until('patch', (patch) => JSON.stringify(patch).includes('"question-1":1'));
    const take = { type: 'take', questionId: 'question-1', expected: null };
    expect(await desk.send(take)).toMatchObject({ ok: true });
    await overlay.until('view', ({ onAir }) => onAir?.questionId === 'question-1');
  });

  test('[N1] a phone is the same person on every node', async () => {
    const [here, there] = await nodes.debate({ screening: 'off' });
    const phone = here.phone();
    const { token } = await phone.until('welcome');
    await phone.send({
      type: 'askQuestion',
      id: 'question-1',
      text: 'Ko popravlja most?',
      language: 'sr-Latn',
    });
    await phone.send({ type: 'upvote', questionId: 'question-1', up: true });
    phone.socket.disconnect();
    const again = there.phone({ token });
    const { questions, upvotes } = await again.until('mine');
    expect([Object.keys(questions ?? {}), upvotes]).toEqual([['question-1'], { 'question-1': true }]);
    expect(await again.send({ type: 'upvote', questionId: 'question-1', up: true })).toMatchObject({
      ok: true,
    });
    const detail = await nodes.one.api<{ questions: Record<string, { votes: number }> }>(
      'GET',
      `/debates/${here.id}`,
    );
    expect(detail.questions['question-1']?.votes).toBe(1);
  });

  test('[N11] the API of one node shows what another has just acknowledged', async () => {
    const [here, there] = await nodes.debate({ screening: 'off' });
    await nodes.other.api('GET', `/debates/${there.id}`);
    const phone = here.phone();
    for (let round = 0; round < 50; round += 1) {
      const id = `question-${round}`;
      await phone.send({ type: 'askQuestion', id, text: 'Ko popravlja most?' });
      const { questions } = await nodes.other.api<DebateDetail>('GET', `/debates/${there.id}`);
      expect(Object.keys(questions)).toContain(id);
    }
  });

  test('[N11] the API of one node shows the debates and keys that another has just made', async () => {
    const [here, there] = await nodes.debate();
    for (let round = 0; round < 20; round += 1) {
      const { id } = await nodes.one.api<CreatedDebate>('POST', '/debates', { title: `Bridge ${round}` });
      const { debates } = await nodes.other.api<{ debates: DebateSummary[] }>('GET', '/debates');
      expect(debates[0]?.id).toBe(id);
      const { key } = await nodes.one.api<CreatedKey>('POST', `/debates/${here.id}/keys`, { role: 'host' });
      const { keys } = await nodes.other.api<DebateDetail>('GET', `/debates/${there.id}`);
      expect(keys.at(-1)?.id).toBe(key.id);
    }
  });

  test('[A25] a debate asked for on two nodes at the same moment is one debate', async () => {
    for (let round = 0; round < 20; round += 1) {
      const asked = { title: 'Work in our town', requestId: `request-${round}-of-20` };
      const create = (node: TestServer) => node.api<CreatedDebate>('POST', '/debates', asked);
      const [here, there] = await Promise.all([create(nodes.one), create(nodes.other)]);
      expect([there.id, there.code]).toEqual([here.id, here.code]);
      const desk = new TestDebate(nodes.one, there).staff('moderator');
      await desk.until('view');
      desk.socket.disconnect();
    }
    expect((await nodes.other.api<{ debates: DebateSummary[] }>('GET', '/debates')).debates).toHaveLength(20);
  });

  test('[A24] of two who save at the same moment on two nodes, one is told that the settings have changed', async () => {
    const [{ id }] = await nodes.debate();
    for (let round = 0; round < 20; round += 1) {
      const { debate } = await nodes.one.api<DebateDetail>('GET', `/debates/${id}`);
      const save = (node: TestServer, title: string) =>
        node.api<Partial<ApiError>>('PATCH', `/debates/${id}`, { title, expected: { title: debate.title } });
      const answers = await Promise.all([
        save(nodes.one, `Posao ${round}`),
        save(nodes.other, `Puna ${round}`),
      ]);
      expect(answers.map(({ error }) => error?.code ?? '').sort()).toEqual(['', 'settingsChanged']);
      const saved = answers.find(({ error }) => !error);
      for (const node of [nodes.one, nodes.other])
        expect((await node.api<DebateDetail>('GET', `/debates/${id}`)).debate).toEqual(saved);
    }
  });

  test('[N4] who comes from another node sees nothing older than there', async () => {
    const [here, there] = await nodes.debate({ screening: 'off' });
    const [phone, resident] = [here.phone(), there.phone()];
    const [{ token }] = await Promise.all([phone.until('welcome'), resident.until('view')]);
    for (let round = 0; round < 50; round += 1) {
      const id = `question-${round}`;
      const outcome = await phone.send({ type: 'askQuestion', id, text: 'Kush e rregullon urën?' });
      const { seq } = outcome as { seq: number };
      const again = there.phone({ token, seq });
      const mine = await again.until('mine');
      expect(Object.keys(mine.questions ?? {})).toContain(id);
      again.socket.disconnect();
    }
  });

  test('[N4] who comes from another node finds what became of their questions there, and why', async () => {
    const [here, there] = await nodes.debate();
    const [phone, desk] = [here.phone(), here.staff('moderator')];
    const [{ token }] = await Promise.all([phone.until('welcome'), desk.until('view')]);
    for (let round = 0; round < 20; round += 1) {
      const ids = ['declined', 'approved', 'withdrawn', 'waiting'].map((fate) => `${fate}-question-${round}`);
      for (const id of ids) await phone.send({ type: 'askQuestion', id, text: 'Kush e rregullon urën?' });
      const [declined, approved, withdrawn] = ids;
      await desk.send({ type: 'decline', questionId: declined, reason: 'offTopic' });
      await desk.send({ type: 'approve', questionId: approved });
      await phone.send({ type: 'upvote', questionId: approved, up: true });
      const outcome = await phone.send({ type: 'withdrawQuestion', questionId: withdrawn });
      const { seq } = outcome as { seq: number };
      const again = there.phone({ token, seq });
      const { questions = {}, upvotes } = await again.until('mine');
      const fates = ids.map((id) => [questions[id]?.status, questions[id]?.reason]);
      expect(fates).toEqual([
        ['declined', 'offTopic'],
        ['approved', undefined],
        ['withdrawn', undefined],
        ['waiting', undefined],
      ]);
      expect(upvotes?.[approved ?? '']).toBe(true);
      again.socket.disconnect();
    }
  });

  test('[N1] a vote is news to the same person’s phone on the other node, and not to the one that cast it', async () => {
    const [here, there] = await nodes.debate({ screening: 'off' });
    const phone = here.phone();
    const { token } = await phone.until('welcome');
    const other = there.phone({ token });
    await other.until('view');
    await phone.send({ type: 'askQuestion', id: 'question-1', text: 'Why?' });
    for (const up of [true, false]) {
      await phone.send({ type: 'upvote', questionId: 'question-1', up });
      await other.until('mine', ({ upvotes }) => upvotes?.['question-1'] === up);
    }
    expect(phone.heard.filter(({ payload }) => payload.upvotes?.['question-1'] === false)).toEqual([]);
  });

  test('[N1] a vote is news to the same person’s phone on the other node while that one votes itself', async () => {
    const [here, there] = await nodes.debate({ screening: 'off' });
    const one = here.phone();
    const { token } = await one.until('welcome');
    const other = there.phone({ token });
    await other.until('view');
    const pairs = Array.from({ length: 20 }, (_, round) => [`question-${round}-a`, `question-${round}-b`]);
    for (const id of pairs.flat()) await one.send({ type: 'askQuestion', id, text: 'Ko popravlja most?' });
    await other.until('patch', ({ rows }) => rows?.['question-19-b']);
    const upvote = (questionId = '') => ({ type: 'upvote', questionId, up: true });
    for (const [first, second] of pairs) {
      await Promise.all([one.send(upvote(first)), other.send(upvote(second))]);
      await one.until('mine', ({ upvotes }) => upvotes?.[second ?? '']);
      await other.until('mine', ({ upvotes }) => upvotes?.[first ?? '']);
    }
  });

  test('[N1] what was underway on one node and is sent again on the other is there once', async () => {
    const [here, there] = await nodes.debate({ screening: 'off' });
    const first = here.phone();
    const { token } = await first.until('welcome');
    await first.send({ type: 'askQuestion', id: 'question-voted', text: 'Ko popravlja most?' });
    first.socket.disconnect();
    const ids = Array.from({ length: 20 }, (_, index) => `question-${index}`);
    for (const [index, id] of ids.entries()) {
      const commands = [
        { type: 'askQuestion', id, text: 'Kush e rregullon urën?' },
        { type: 'upvote', questionId: 'question-voted', up: index % 2 === 0 },
      ];
      const [leaving, arriving] = [here.phone({ token }), there.phone({ token })];
      await Promise.all([leaving.until('view'), arriving.until('view')]);
      for (const command of commands) void leaving.send(command);
      const sentAgain = commands.map((command) => arriving.send(command));
      for (const outcome of await Promise.all(sentAgain)) expect(outcome).toMatchObject({ ok: true });
      leaving.socket.disconnect();
      arriving.socket.disconnect();
    }
    for (const node of [nodes.one, nodes.other]) {
      const { questions } = await node.api<DebateDetail>('GET', `/debates/${here.id}`);
      expect(Object.keys(questions).sort()).toEqual(['question-voted', ...ids].sort());
      expect(questions['question-voted']?.votes).toBe(0);
    }
  });

  test('[N4] a seq that never was costs two seconds and no more', async () => {
    const [, there] = await nodes.debate();
    await there.phone({ seq: Number.MAX_SAFE_INTEGER }).until('view');
    expect((await there.phone({ seq: -1 }).refusal()).code).toBe('invalidHandshake');
  });

  test('[N2] a debate, a key and a session of this moment are known on the other node', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [here, there] = await nodes.debate();
      const [phone, desk] = [there.phone(), there.staff('moderator')];
      await Promise.all([phone.until('welcome'), desk.until('welcome')]);
      const { link } = await nodes.one.api<CreatedKey>('POST', `/debates/${here.id}/keys`, { role: 'host' });
      const host = nodes.other.connect('host', { debate: here.id, key: new URL(link).hash.slice(1) });
      await host.until('welcome');
      for (const screen of [phone, desk, host]) screen.socket.disconnect();
    }
  });

  test('[N2] a key revoked on one node disconnects its holder on the other', async () => {
    const [here, there] = await nodes.debate();
    const desk = there.staff('moderator');
    await desk.until('view');
    const { keys } = await nodes.one.api<{ keys: { id: string; role: string }[] }>(
      'GET',
      `/debates/${here.id}`,
    );
    const gone = desk.gone();
    await nodes.one.api(
      'DELETE',
      `/debates/${here.id}/keys/${keys.find(({ role }) => role === 'moderator')?.id}`,
    );
    await gone;
    expect((await there.staff('moderator').refusal()).code).toBe('notAllowed');
  });

  async function keyOfDesk({ id }: TestDebate): Promise<string> {
    const { keys } = await nodes.one.api<DebateDetail>('GET', `/debates/${id}`);
    return `/api/debates/${id}/keys/${keys.find(({ role }) => role === 'moderator')?.id}`;
  }

  async function signIn(): Promise<Record<string, string>> {
    const secret = nodes.one.signInFragment.replace('sign-in=', '');
    const headers = { 'Content-Type': 'application/json', Origin: nodes.one.origin };
    const body = JSON.stringify({ secret });
    const entered = await fetch(`${nodes.one.origin}/api/session`, { method: 'POST', headers, body });
    return { Cookie: String(entered.headers.get('set-cookie')).split(';')[0] ?? '' };
  }

  test.each(['key', 'session'])(
    '[A26] nothing of what waits for its turn begins once its %s has ended on another node',
    async (kind) => {
      const [here, there] = await nodes.debate({ screening: 'off' });
      const phone = here.phone();
      await phone.until('view');
      await phone.send({ type: 'askQuestion', id: 'question-1', text: 'Ko popravlja most?' });
      const cookie = kind === 'session' ? await signIn() : {};
      const desk =
        kind === 'session'
          ? nodes.other.connect('moderator', { debate: there.id }, { ...cookie, Origin: nodes.other.origin })
          : there.staff('moderator');
      await desk.until('view', ({ questions }) => questions && 'question-1' in questions);
      const [path, headers] =
        kind === 'session'
          ? ['/api/session', { ...cookie, Origin: nodes.one.origin }]
          : [await keyOfDesk(here), { Authorization: `Bearer ${API_TOKEN}` }];
      const [first] = Array.from({ length: 250 }, (_, index) =>
        desk.send({ type: index % 2 ? 'dequeue' : 'enqueue', questionId: 'question-1' }),
      );
      await first;
      const gone = desk.gone();
      expect((await fetch(nodes.one.origin + path, { method: 'DELETE', headers })).status).toBe(204);
      await gone;
      const { seq } = await nodes.other.api<DebateDetail>('GET', `/debates/${there.id}`);
      const answered = async () => {
        const metrics = await (await fetch(`${nodes.other.origin}/metrics`)).text();
        const counts = [...metrics.matchAll(/^sofra_commands_total\{type="(?:en|de)queue".* (\d+)$/gm)];
        return counts.reduce((sum, [, count]) => sum + Number(count), 0);
      };
      await expect.poll(answered).toBe(250);
      const settled = await nodes.other.api<DebateDetail>('GET', `/debates/${there.id}`);
      // One may have been on its way to the log.
      expect(settled.seq - seq).toBeLessThanOrEqual(1);
    },
  );

  test('[A27] a node that finds what a newer Sofra wrote of the organisation lets nobody in, and no staff act', async () => {
    const [here] = await nodes.debate();
    const desk = here.staff('moderator');
    await desk.until('view');
    const gone = desk.gone();
    const newer = await RedisJournal.open(nodes.redis.url);
    onTestFinished(() => newer.close());
    await newer.append('organisation', [{ at: 0, by: 'api', event: { type: 'keysSuspended' } }]);
    await gone;
    for (const stranger of [here.staff('moderator'), here.phone()])
      expect((await stranger.refusal()).code).toBe('unavailable');
    const refused = { error: { code: 'unavailable' } };
    expect(await nodes.one.api('GET', `/debates/${here.id}`)).toMatchObject(refused);
    expect(await nodes.one.api('GET', '/debates')).toMatchObject(refused);
    expect((await fetch(`${nodes.one.origin}/readyz`)).status).toBe(503);
    expect(nodes.one.logged.join('')).toContain('keysSuspended, written by a newer Sofra');
  });

  test('[N9] moderators see how many phones there are on all nodes together', async () => {
    const [here, there] = await nodes.debate();
    const desk = here.staff('moderator');
    await desk.until('view', ({ present }) => present === 0);
    const phones = [here.phone(), there.phone(), there.phone()];
    await desk.until('patch', ({ present }) => present === 3);
    phones.pop()?.socket.disconnect();
    await desk.until('patch', ({ present }) => present === 2);
    expect(await there.staff('moderator').until('view')).toMatchObject({ present: 2 });
    await nodes.other.stop();
    await desk.until('patch', ({ present }) => present === 1);
  });

  test('[N10] who has asked as often as one may on one node asks no more on the other', async () => {
    const limited = await TwoNodes.start({ LIMITS: 'on' });
    onTestFinished(() => limited.remove());
    const [here, there] = await limited.debate();
    const phone = here.phone();
    const { token } = await phone.until('welcome');
    const ask = (index: number) => ({
      type: 'askQuestion',
      id: `question-${index}`,
      text: `Kush e rregullon urën ${index}?`,
    });
    const outcomes = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => phone.send(ask(index))));
    const seq = Math.max(...outcomes.map((outcome) => (outcome.ok ? outcome.seq : 0)));
    const again = there.phone({ token, seq });
    expect(await again.send(ask(5))).toMatchObject({ ok: true });
    const refused = { ok: false, code: 'tooMany', retryAfterMs: expect.any(Number) };
    expect(await again.send(ask(6))).toMatchObject(refused);
  });

  test('[N3] the link that one node prints signs in on the other, once', async () => {
    const secret = nodes.one.signInFragment.replace('sign-in=', '');
    const enter = ({ origin }: { origin: string }) =>
      fetch(`${origin}/api/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', origin },
        body: JSON.stringify({ secret }),
      });
    const first = await enter(nodes.other);
    expect(first.status).toBe(204);
    const cookie = String(first.headers.get('set-cookie')).split(';')[0] ?? '';
    expect((await fetch(`${nodes.one.origin}/api/session`, { headers: { cookie } })).status).toBe(204);
    expect((await enter(nodes.one)).status).toBe(401);
    await expect.poll(() => nodes.one.signInFragment).not.toContain(secret);
  });
});
