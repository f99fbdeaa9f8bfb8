import { expect, test } from 'vitest';
import { SignIn } from '../../server/access/signIn.ts';

const secretOf = (signIn: SignIn) => String(signIn.fragment.replace('sign-in=', ''));

test('[A7] the secret works once, and only one of two at the same moment enters', async () => {
  const signIn = new SignIn();
  const secret = secretOf(signIn);
  let entered = 0;
  const enter = async () => {
    entered += 1;
    return 'in';
  };
  expect(await signIn.redeem('wrong', enter)).toBeUndefined();
  const both = await Promise.all([signIn.redeem(secret, enter), signIn.redeem(secret, enter)]);
  expect(both).toEqual(['in', undefined]);
  expect(entered).toBe(1);
  expect(secretOf(signIn)).not.toBe(secret);
  expect(secretOf(signIn)).toMatch(/^[\w-]{22,}$/);
});

test('[A7] a session that cannot be kept leaves the secret good', async () => {
  const signIn = new SignIn();
  const secret = secretOf(signIn);
  await expect(signIn.redeem(secret, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
  expect(await signIn.redeem(secret, async () => 'in')).toBe('in');
});

test('[A7] every start has a secret of its own', () => {
  expect(secretOf(new SignIn())).not.toBe(secretOf(new SignIn()));
});
