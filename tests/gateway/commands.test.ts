/** What anybody may throw at the gateway: a coded refusal comes back, nothing breaks, nothing is lost. */
import naughty from 'big-list-of-naughty-strings/blns.json' with { type: 'json' };
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Limits } from '../../server/access/limits.ts';
import { type Outcome, REFUSALS } from '../../shared/outcome.ts';
import { type TestDebate, TestServer, type Wire } from './startServer.ts';

const AUDIENCE = ['askQuestion', 'upvote', 'withdrawQuestion'];
const MODERATOR = ['approve', 'decline', 'enqueue', 'dequeue', 'move', 'take', 'clear', 'markAnswered'];
const LONE_SURROGATE = 'Why \ud800 though?';
const codeOf = (outcome: Outcome) => (outcome.ok ? 'accepted' : outcome.code);

let server: TestServer;
let debate: TestDebate;
let phone: Wire;
let desk: Wire;

beforeAll(async () => {
  server = await TestServer.start();
  debate = await server.debate({ names: 'optional' });
  phone = debate.phone();
  desk = debate.staff('moderator');
  await Promise.all([phone.until('view'), desk.until('view')]);
});
afterAll(() => server.remove());

describe('[G1] every malformed command is refused as one', () => {
  const shapeless = [
    null,
    undefined,
    0,
    'upvote',
    [],
    ['upvote'],
    {},
    { type: null },
    { type: 'toString' },
    { type: '__proto__' },
  ];
  test.each(shapeless.map((payload) => [JSON.stringify(payload), payload]))('%s', async (_, payload) => {
    expect(codeOf(await phone.send(payload))).toBe('invalidCommand');
    expect(codeOf(await desk.send(payload))).toBe('invalidCommand');
  });

  const wrongFields = [
    null,
    1,
    true,
    '',
    'x',
    '../../etc',
    '__proto__',
    'constructor',
    {},
    [],
    'q'.repeat(41),
    'a question',
  ];
  test.each([...AUDIENCE, ...MODERATOR])('%s with fields of the wrong type', async (type) => {
    const wire = AUDIENCE.includes(type) ? phone : desk;
    for (const wrong of wrongFields) {
      const fields = {
        id: wrong,
        questionId: wrong,
        text: wrong,
        up: wrong,
        reason: wrong,
        before: wrong,
        expected: wrong,
      };
      const outcome = await wire.send({ type, ...fields });
      if (type === 'clear' && wrong === null) expect(outcome.ok).toBe(true);
      else expect(['invalidCommand', 'textEmpty']).toContain(codeOf(outcome));
    }
    expect(codeOf(await wire.send({ type }))).toBe('invalidCommand');
  });

  test('a screen’s command on another screen’s wire', async () => {
    const questionId = 'question-000001';
    expect(codeOf(await phone.send({ type: 'approve', questionId }))).toBe('invalidCommand');
    expect(codeOf(await phone.send({ type: 'closeDebate' }))).toBe('invalidCommand');
    expect(codeOf(await desk.send({ type: 'upvote', questionId, up: true }))).toBe('invalidCommand');
    const overlay = debate.staff('overlay');
    expect(codeOf(await overlay.send({ type: 'take', questionId, expected: null }))).toBe('invalidCommand');
  });
});

test('[G2] a command without an acknowledgement, or with something else in its place, is carried out quietly', async () => {
  phone.socket.emit('command', { type: 'askQuestion', id: 'noack-000001', text: 'Is anybody there?' });
  phone.socket.emit(
    'command',
    { type: 'askQuestion', id: 'noack-000002', text: 'And there?' },
    'not a function',
  );
  phone.socket.emit('command');
  phone.socket.emit('nonsense', { type: 'upvote' }, () => {});
  await desk.until('patch', ({ rows }) => rows && 'noack-000002' in rows);
  expect(phone.socket.connected).toBe(true);
});

describe('[G3] texts', () => {
  const ask = (id: string, text: string, name?: string) =>
    phone.send({ type: 'askQuestion', id, text, ...(name && { name }) });

  test('a text of 10 kB is refused as too long', async () => {
    expect(codeOf(await ask('long-0000001', 'ë'.repeat(5_000)))).toBe('textTooLong');
    expect(codeOf(await ask('long-0000002', 'Pse? '.repeat(2_048)))).toBe('textTooLong');
    expect(codeOf(await ask('long-0000003', 'Pse?', 'n'.repeat(10_000)))).toBe('textTooLong');
  });

  test('lone surrogates and control characters are refused', async () => {
    expect(codeOf(await ask('lone-0000001', LONE_SURROGATE))).toBe('textNotAllowed');
    expect(codeOf(await ask('ctrl-0000001', 'Why\u0000?'))).toBe('textNotAllowed');
    expect(codeOf(await ask('ctrl-0000002', 'Why\u001b[31m?'))).toBe('textNotAllowed');
    expect(codeOf(await ask('nothing-0001', ' \u200b\u202e '))).toBe('textEmpty');
  });

  test('each naughty string is either shown as it is kept or refused with a code', async () => {
    const outcomes: { id: string; outcome: Outcome }[] = [];
    for (const [index, text] of naughty.entries()) {
      const id = `naughty-${String(index).padStart(6, '0')}`;
      outcomes.push({ id, outcome: await ask(id, text) });
    }
    for (const { outcome } of outcomes)
      expect(['accepted', ...Object.keys(REFUSALS)]).toContain(codeOf(outcome));
    const accepted = outcomes.filter(({ outcome }) => outcome.ok);
    expect(accepted.length).toBeGreaterThan(300);
    const reconnected = debate.staff('moderator');
    const { questions } = await reconnected.until('view');
    for (const { id } of accepted) expect(questions).toHaveProperty([id, 'text']);
  });
});

test('[G4] a message past the limit ends its connection, and only that', async () => {
  const rude = debate.phone();
  await rude.until('view');
  const gone = rude.gone();
  rude.socket.emit('command', { type: 'askQuestion', id: 'huge-0000001', text: 'x'.repeat(100_000) });
  await gone;
  expect(phone.socket.connected).toBe(true);
});

test('[G5] too many commands at once are refused for now', async () => {
  const limited = await TestServer.start({ LIMITS: 'on' });
  try {
    const eager = (await limited.debate()).phone();
    await eager.until('view');
    const asks = Array.from({ length: 12 }, (_, index) =>
      eager.send({ type: 'askQuestion', id: `eager-00000${index}`, text: 'Why?' }),
    );
    const refused = (await Promise.all(asks)).filter((outcome) => !outcome.ok);
    expect(refused.length).toBeGreaterThan(0);
    for (const outcome of refused)
      expect(outcome).toMatchObject({ code: 'tooMany', retryAfterMs: expect.any(Number) });
  } finally {
    await limited.remove();
  }
});

test('[G34] who is refused again and again is cut, and the others go on', async () => {
  const limited = await TestServer.start({ LIMITS: 'on' });
  try {
    const open = await limited.debate();
    const [rude, other] = [open.phone(), open.phone()];
    await Promise.all([rude.until('view'), other.until('view')]);
    const gone = rude.gone();
    for (let count = 0; count < 300; count += 1) rude.socket.emit('command', { type: 'nonsense' }, () => {});
    await gone;
    expect(await other.send({ type: 'askQuestion', id: 'other-000001', text: 'Why?' })).toMatchObject({
      ok: true,
    });
  } finally {
    await limited.remove();
  }
});

test('[G35] a person keeps a bounded number of connections: the oldest make room', async () => {
  const first = debate.phone();
  const { token } = await first.until('welcome');
  const gone = first.gone();
  const more = Array.from({ length: 16 }, () => debate.phone({ token }));
  await Promise.all(more.map((wire) => wire.until('view')));
  await gone;
  expect(more.filter(({ socket }) => socket.connected).length).toBe(16);
});

test.each<['command' | 'staffCommand', 'phone' | 'desk', string]>([
  ['command', 'phone', 'upvote'],
  ['command', 'phone', 'withdrawQuestion'],
  ['staffCommand', 'desk', 'approve'],
])(
  '[G44] a bug in %s answers the one command on the %s unknown, is logged, and all goes on: %s',
  async (method, screen, type) => {
    const wire = { phone, desk }[screen];
    const command = { type, questionId: 'question-nobody-asked', ...(type === 'upvote' && { up: true }) };
    vi.spyOn(Limits.prototype, method).mockImplementationOnce(() => {
      throw new Error(`a bug in ${type}`);
    });
    expect(await wire.send(command)).toMatchObject({ code: 'unknown', retryAfterMs: expect.any(Number) });
    expect(server.logged.join()).toContain(`a bug in ${type}`);
    expect(codeOf(await wire.send(command))).toBe('questionUnknown');
  },
);
