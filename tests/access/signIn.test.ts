import { expect, test, vi } from 'vitest';
import { Organisation } from '../../server/access/organisation.ts';
import { SignIn } from '../../server/access/signIn.ts';
import { MemoryJournal } from '../../server/journal/memory.ts';

const secretOf = (signIn: SignIn) => String(signIn.fragment.replace('sign-in=', ''));
const options = (isAlone: boolean) => ({
  isAlone,
  onError: (error: unknown) => {
    throw error;
  },
});

async function node(journal: MemoryJournal, isAlone = false) {
  const organisation = await Organisation.open(journal);
  return { organisation, signIn: await SignIn.open(organisation, options(isAlone)) };
}

test('[A7] the secret works once, and its use makes the next one', async () => {
  const { organisation, signIn } = await node(new MemoryJournal(), true);
  const secret = secretOf(signIn);
  const renewed = new Promise<void>((done) => signIn.onRenewed(done));
  expect(await organisation.useSignIn('wrong')).toBeUndefined();
  const token = await organisation.useSignIn(secret);
  expect(organisation.session(token ?? '')).toBeDefined();
  expect(await organisation.useSignIn(secret)).toBeUndefined();
  await renewed;
  expect(secretOf(signIn)).not.toBe(secret);
  expect(secretOf(signIn)).toMatch(/^[\w-]{22,}$/);
  expect(await organisation.useSignIn(secretOf(signIn))).toBeDefined();
});

test('[N3] a link works on any node, and of all who use it at once one enters', async () => {
  const journal = new MemoryJournal();
  const [one, other] = [await node(journal), await node(journal)];
  const secret = secretOf(one.signIn);
  const all = [one, other, one, other].map(({ organisation }) => organisation.useSignIn(secret));
  const entered = (await Promise.all(all)).filter((token) => token !== undefined);
  expect(entered).toHaveLength(1);
  for (const { organisation } of [one, other]) expect(organisation.session(entered[0] ?? '')).toBeDefined();
  await expect.poll(() => secretOf(one.signIn)).not.toBe(secret);
  expect(await one.organisation.useSignIn(secretOf(other.signIn))).toBeDefined();
});

test('[A7] a session that cannot be kept leaves the secret good', async () => {
  const journal = new MemoryJournal();
  const { organisation, signIn } = await node(journal);
  const append = vi.spyOn(journal, 'append').mockRejectedValueOnce(new Error('disk'));
  await expect(organisation.useSignIn(secretOf(signIn))).rejects.toThrow('disk');
  append.mockRestore();
  expect(await organisation.useSignIn(secretOf(signIn))).toBeDefined();
});

test('[A7] the start of a node that is alone ends what was offered before; beside others it does not', async () => {
  const journal = new MemoryJournal();
  const [first, second] = [await node(journal), await node(journal)];
  const secrets = [secretOf(first.signIn), secretOf(second.signIn)];
  expect(secrets[0]).not.toBe(secrets[1]);
  const alone = await Organisation.open(journal);
  const secret = await alone.offerSignIn(true);
  for (const ended of secrets) expect(await alone.useSignIn(ended)).toBeUndefined();
  expect(await alone.useSignIn(secret)).toBeDefined();
});
