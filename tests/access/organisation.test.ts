import { expect, test, vi } from 'vitest';
import { Organisation } from '../../server/access/organisation.ts';
import { type Journal, JournalFailure, type Recorded } from '../../server/journal/journal.ts';
import { MemoryJournal } from '../../server/journal/memory.ts';
import { createDebate, type NewDebate } from '../../shared/api.ts';
import { makeCode, readCode } from '../../shared/code.ts';

const settings: NewDebate = createDebate.parse({ title: 'Mitrovica' });
const DAY = 24 * 3_600_000;
const enter = async (organisation: Organisation) =>
  String(await organisation.useSignIn(await organisation.offerSignIn(false)));

async function keptIn(journal: Journal, stream: string): Promise<{ type: string }[]> {
  const events: { type: string }[] = [];
  for await (const entries of journal.read(stream)) events.push(...entries.map(({ event }) => event));
  return events;
}

test('[A2] of keys, sessions and the API token only hashes are kept', async () => {
  const journal = new MemoryJournal();
  const organisation = await Organisation.open(journal);
  const debate = await organisation.createDebate(settings, 'api');
  const { key } = await organisation.issueKey(debate.id, 'moderator', undefined, 'api');
  const session = await enter(organisation);
  const apiToken = await organisation.ensureApiToken();
  const kept = JSON.stringify(await keptIn(journal, 'organisation'));
  for (const secret of [key, session, apiToken]) {
    expect(Buffer.from(secret ?? '', 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(kept).not.toContain(secret);
  }
});

test('[A1] a key opens its own debate until it is revoked', async () => {
  const organisation = await Organisation.open(new MemoryJournal());
  const [one, other] = [
    await organisation.createDebate(settings, 'api'),
    await organisation.createDebate(settings, 'api'),
  ];
  const revoked: string[] = [];
  organisation.onAccessEnded((keyId) => revoked.push(keyId));
  const { key, info } = await organisation.issueKey(one.id, 'host', undefined, 'api');
  expect(organisation.findKey(one.id, key)).toEqual(info);
  expect(organisation.findKey(other.id, key)).toBeUndefined();
  expect(organisation.findKey(one.id, `${key}x`)).toBeUndefined();
  expect(await organisation.revokeKey(other.id, info.id, 'api')).toBe(false);
  expect(await organisation.revokeKey(one.id, info.id, 'api')).toBe(true);
  expect(await organisation.revokeKey(one.id, info.id, 'api')).toBe(true);
  expect(organisation.findKey(one.id, key)).toBeUndefined();
  expect(revoked).toEqual([info.id]);
});

test('keys without a label are numbered by role', async () => {
  const organisation = await Organisation.open(new MemoryJournal());
  const { id } = await organisation.createDebate(settings, 'api');
  const label = async (role: 'moderator' | 'host', given?: string) =>
    (await organisation.issueKey(id, role, given, 'api')).info.label;
  expect(await label('moderator')).toBe('Moderator 1');
  expect(await label('host')).toBe('Host 1');
  expect(await label('moderator', 'Milica')).toBe('Milica');
  expect(await label('moderator')).toBe('Moderator 3');
});

test('[A3] join codes are six letters that read well, each given once', async () => {
  const organisation = await Organisation.open(new MemoryJournal());
  const codes = new Set<string>();
  for (let drawn = 0; drawn < 500; drawn += 1) {
    const { code, id } = await organisation.createDebate(settings, 'api');
    expect(readCode(code)).toBe(code);
    expect(makeCode(Array.from(code, (letter) => ('DFGJKLNRSTVZ'.indexOf(letter) + 0.5) / 12))).toBe(code);
    expect(organisation.debateByCode(code)?.id).toBe(id);
    codes.add(code);
  }
  expect(codes.size).toBe(500);
});

test('[A4] of two debates with one code the first in the log has it', async () => {
  const journal = new MemoryJournal();
  const organisation = await Organisation.open(journal);
  const first = await organisation.createDebate(settings, 'api');
  const { createdAt: _, ...info } = first;
  const rival = { type: 'debateRegistered', ...info, id: 'aaaaaaaaaaaa' };
  await journal.append('organisation', [{ at: 1, by: 'api', event: rival }]);
  expect(organisation.debateByCode(first.code)).toEqual(first);
  expect(organisation.debate('aaaaaaaaaaaa')).toBeUndefined();
  expect(organisation.debates()).toEqual([first]);
});

test('[A25] a debate asked for twice at the same moment, on two nodes, is one debate', async () => {
  const journal = new MemoryJournal();
  const nodes = [await Organisation.open(journal), await Organisation.open(journal)];
  const ask = (requestId: string) =>
    Promise.all(nodes.map((node) => node.createDebate({ ...settings, requestId }, 'api')));
  const [one, other] = await ask('request-one');
  expect(other).toEqual(one);
  expect((await ask('request-two'))[0]?.id).not.toBe(one?.id);
  const later = await Organisation.open(journal);
  expect(await later.createDebate({ ...settings, title: 'Rinia', requestId: 'request-one' }, 'api')).toEqual(
    one,
  );
  expect(later.debates()).toHaveLength(2);
});

test('a debate’s own log begins before the organisation knows of it', async () => {
  const journal = new MemoryJournal();
  const organisation = await Organisation.open(journal, () => 1_000);
  const open = await organisation.createDebate(settings, 'api');
  const { open: _, ...kept } = settings;
  expect(open).toEqual({ ...kept, id: open.id, code: open.code, status: 'open', createdAt: 1_000 });
  expect(open.id).toMatch(/^[a-z0-9]{12}$/);
  expect(await keptIn(journal, `debate:${open.id}`)).toEqual([
    { type: 'debateCreated', ...kept, id: open.id, code: open.code },
    { type: 'debateOpened' },
  ]);
  const planned = await organisation.createDebate({ ...settings, open: false }, 'api');
  expect(planned.status).toBe('planned');
  expect(await keptIn(journal, `debate:${planned.id}`)).toHaveLength(1);
});

test('[A5] who reads the log later, or on another node, knows the same', async () => {
  const journal = new MemoryJournal();
  const one = await Organisation.open(journal);
  const besides = await Organisation.open(journal);
  const { createdAt: _, ...created } = await one.createDebate(settings, 'api');
  const { id } = created;
  const { key, info } = await one.issueKey(id, 'overlay', undefined, 'api');
  const session = await enter(one);
  const apiToken = await one.ensureApiToken();
  await one.notes.note({ ...created, status: 'closed' }, 3);
  const later = await Organisation.open(journal);
  for (const organisation of [one, besides, later]) {
    expect(organisation.debates()).toEqual(one.debates());
    expect(organisation.debate(id)?.status).toBe('closed');
    expect(organisation.findKey(id, key)).toEqual(info);
    expect(organisation.session(session)?.id).toBe(one.session(session)?.id);
    expect(organisation.isApiToken(apiToken ?? '')).toBe(true);
    expect(await organisation.ensureApiToken()).toBeUndefined();
  }
  const revoked: string[] = [];
  besides.onAccessEnded((keyId) => revoked.push(keyId));
  await one.revokeKey(id, info.id, 'api');
  expect(revoked).toEqual([info.id]);
});

test('[A22] what becomes of a debate is noted where it differs, and what comes late changes nothing', async () => {
  const journal = new MemoryJournal();
  const organisation = await Organisation.open(journal);
  const { createdAt, ...info } = await organisation.createDebate(settings, 'api');
  const closed = { ...info, status: 'closed' as const, title: 'Mitrovicë' };
  await organisation.notes.note(info, 2);
  await organisation.notes.note({ ...info, id: 'aaaaaaaaaaaa', status: 'closed' }, 3);
  await organisation.notes.note(closed, 4);
  await organisation.notes.note(closed, 4);
  await organisation.notes.note({ ...info, title: 'Mitrovca' }, 3);
  expect(organisation.debates()).toEqual([{ ...closed, createdAt }]);
  expect(organisation.debateByCode(info.code)).toEqual({ ...closed, createdAt });
  const types = (await keptIn(journal, 'organisation')).map(({ type }) => type);
  expect(types).toEqual(['debateRegistered', 'debateNoted', 'debateNoted']);
});

test('[A22] the list of debates shows the last of changes that come while the first is still on its way', async () => {
  const journal = new MemoryJournal();
  const organisation = await Organisation.open(journal);
  const { createdAt: _, ...info } = await organisation.createDebate({ ...settings, open: true }, 'api');
  const closed = { ...info, status: 'closed' } as const;
  const notes = [organisation.notes.note(closed, 3), organisation.notes.note(closed, 3)];
  await Promise.all([...notes, organisation.notes.note(info, 4)]);
  expect(organisation.debate(info.id)?.status).toBe('open');
  const types = (await keptIn(journal, 'organisation')).map(({ type }) => type);
  expect(types).toEqual(['debateRegistered', 'debateNoted', 'debateNoted']);
});

test('[A22] what the log could not take of a debate is noted once it can', async () => {
  class JournalAwayTwice extends MemoryJournal {
    refusals = 2;
    override async append(stream: string, records: readonly Recorded[]): Promise<number> {
      const isNote = records.some(({ event }) => event.type === 'debateNoted');
      if (!isNote || this.refusals === 0) return super.append(stream, records);
      this.refusals -= 1;
      throw new JournalFailure('away');
    }
  }
  const organisation = await Organisation.open(new JournalAwayTwice());
  const { createdAt: _, ...info } = await organisation.createDebate(settings, 'api');
  const errors: unknown[] = [];
  await organisation.notes.noteUntilKept(
    () => [{ ...info, status: 'closed', title: `after ${errors.length} refusals` }, 3],
    (error) => errors.push(error),
  );
  expect(organisation.debate(info.id)).toMatchObject({ status: 'closed', title: 'after 2 refusals' });
});

test('a status that an older version noted is known', async () => {
  const journal = new MemoryJournal();
  const organisation = await Organisation.open(journal);
  const { id } = await organisation.createDebate(settings, 'api');
  const event = { type: 'statusNoted', debateId: id, status: 'closed' };
  await journal.append('organisation', [{ at: 1, by: 'server', event }]);
  expect(organisation.debate(id)?.status).toBe('closed');
});

test('[A6] a session ends after thirty days, or when it is closed', async () => {
  let now = 0;
  const organisation = await Organisation.open(new MemoryJournal(), () => now);
  const [left, kept] = [await enter(organisation), await enter(organisation)];
  await organisation.closeSession(left);
  expect(organisation.session(left)).toBeUndefined();
  now = 30 * DAY - 1;
  expect(organisation.session(kept)?.id).toMatch(/^[\w-]{12}$/);
  now = 30 * DAY;
  expect(organisation.session(kept)).toBeUndefined();
  expect(organisation.session('')).toBeUndefined();
});

test('[A6] what a session opened ends with it, whether it is closed or runs out', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  let now = 0;
  const organisation = await Organisation.open(new MemoryJournal(), () => now);
  const [left, kept] = [await enter(organisation), await enter(organisation)];
  const [leftId, keptId] = [left, kept].map((token) => String(organisation.session(token)?.id));
  const ended: string[] = [];
  for (const _ of ['desk', 'studio']) organisation.onAccessEnded((accessId) => ended.push(accessId));
  await organisation.closeSession(left);
  expect(ended).toEqual([leftId, leftId]);
  now = 30 * DAY - 1;
  vi.advanceTimersByTime(60_000);
  expect([ended.length, organisation.isAccessOpen(String(keptId))]).toEqual([2, true]);
  now = 30 * DAY;
  expect(organisation.isAccessOpen(String(keptId))).toBe(false);
  vi.advanceTimersByTime(60_000);
  expect(ended).toEqual([leftId, leftId, keptId, keptId]);
  organisation.close();
  vi.useRealTimers();
});

test('[N2] what another node has just added is found, by all who ask at once, in two looks at the log', async () => {
  const [shared, behind] = [new MemoryJournal(), new MemoryJournal()];
  const other = await Organisation.open(shared);
  let looks = 0;
  const slow: Journal = {
    isHealthy: true,
    append: (stream, records) => {
      if (records.length === 0) looks += 1;
      return shared.append(stream, records);
    },
    read: (...given) => shared.read(...given),
    head: (stream) => shared.head(stream),
    verify: (stream) => shared.verify(stream),
    close: () => behind.close(),
    follow: (stream, after, hear) =>
      shared.follow(stream, after, (entries) => setTimeout(() => hear(entries), 20)),
  };
  const organisation = await Organisation.open(slow);
  const { code, id } = await other.createDebate(settings, 'api');
  expect(organisation.debateByCode(code)).toBeUndefined();
  const seekers = Array.from({ length: 500 }, () => organisation.seek(() => organisation.debateByCode(code)));
  const strangers = Array.from({ length: 500 }, () =>
    organisation.seek(() => organisation.debateByCode('X')),
  );
  expect((await Promise.all(seekers)).map((debate) => debate?.id)).toEqual(Array(500).fill(id));
  expect(await Promise.all(strangers)).toEqual(Array(500).fill(undefined));
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThanOrEqual(2);
});

test('[N2] what is in the log and does not become known here is not taken for what is not there', async () => {
  vi.useFakeTimers();
  const journal = new MemoryJournal();
  const organisation = await Organisation.open(journal);
  const sought = organisation.seek(() => organisation.debateByCode('X'));
  vi.spyOn(journal, 'append').mockResolvedValue(1);
  const refused = expect(sought).rejects.toThrow(JournalFailure);
  await vi.advanceTimersByTimeAsync(3_000);
  await refused;
  vi.useRealTimers();
});

test('[A27] what a newer Sofra wrote is not passed over: nothing is answered any more, and nothing begins with it', async () => {
  const journal = new MemoryJournal();
  const organisation = await Organisation.open(journal);
  const { id } = await organisation.createDebate(settings, 'api');
  const { info } = await organisation.issueKey(id, 'host', undefined, 'api');
  const [ended, failures]: [string[], unknown[]] = [[], []];
  organisation.onAccessEnded((accessId) => ended.push(accessId));
  organisation.onFailure((failure) => failures.push(failure));
  await journal.append('organisation', [
    { at: 0, by: 'api', event: { type: 'keysSuspended' } },
    { at: 0, by: 'api', event: { type: 'apiTokenSet', hash: 'x' } as never },
  ]);
  const newer = 'Entry 3 is keysSuspended, written by a newer Sofra';
  expect(failures.map(String)).toEqual([expect.stringContaining(newer)]);
  expect([ended, organisation.isSound, organisation.isAccessOpen(info.id)]).toEqual([
    [info.id],
    false,
    false,
  ]);
  for (const asked of [
    () => organisation.seek(() => organisation.debate(id)),
    () => organisation.catchUp(),
    () => organisation.issueKey(id, 'host', undefined, 'api'),
  ])
    await expect(asked()).rejects.toThrow(newer);
  await expect(Organisation.open(journal)).rejects.toThrow(newer);
});

test('[N2] of two nodes that start together, only the one whose API token counts shows it', async () => {
  const journal = new MemoryJournal();
  const nodes = [await Organisation.open(journal), await Organisation.open(journal)];
  const tokens = await Promise.all(nodes.map((node) => node.ensureApiToken()));
  const [shown] = tokens.filter((token) => token !== undefined);
  expect(tokens.filter((token) => token !== undefined)).toHaveLength(1);
  for (const node of nodes) expect(node.isApiToken(shown ?? '')).toBe(true);
});
