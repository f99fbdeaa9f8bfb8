import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ParticipantTokens } from '../../server/access/participants.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sofra-participants-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

test('[A8] only this installation makes tokens', async () => {
  const tokens = await ParticipantTokens.open(join(dataDir, 'here'));
  const elsewhere = await ParticipantTokens.open(join(dataDir, 'elsewhere'));
  const token = tokens.issue();
  expect(tokens.isGenuine(token)).toBe(true);
  expect(elsewhere.isGenuine(token)).toBe(false);
});

test('[A8] a token changed in any letter is no token', async () => {
  const tokens = await ParticipantTokens.open(dataDir);
  const token = tokens.issue();
  for (let letter = 0; letter < token.length; letter += 1) {
    const other = token[letter] === 'A' ? 'B' : 'A';
    expect(tokens.isGenuine(token.slice(0, letter) + other + token.slice(letter + 1))).toBe(false);
  }
  const forgeries = ['', 'x', token.slice(1), `${token}A`, `${token}=`, 'A'.repeat(40), 'ш'.repeat(40)];
  for (const forgery of forgeries) expect(tokens.isGenuine(forgery)).toBe(false);
});

test('[A8] a token is the same person in one debate, and somebody else in another', async () => {
  const tokens = await ParticipantTokens.open(dataDir);
  const [token, other] = [tokens.issue(), tokens.issue()];
  const here = tokens.participantIn('aaaaaaaaaaaa', token);
  expect(here).toMatch(/^[\w-]{16}$/);
  expect(tokens.participantIn('aaaaaaaaaaaa', token)).toBe(here);
  expect(tokens.participantIn('bbbbbbbbbbbb', token)).not.toBe(here);
  expect(tokens.participantIn('aaaaaaaaaaaa', other)).not.toBe(here);
  expect(token).not.toContain(here);
});

test('[A8] the secret is made once, also by two at once, and only its owner may read it', async () => {
  const [one, two] = await Promise.all([ParticipantTokens.open(dataDir), ParticipantTokens.open(dataDir)]);
  const restarted = await ParticipantTokens.open(dataDir);
  const token = one.issue();
  expect(two.isGenuine(token)).toBe(true);
  expect(restarted.isGenuine(token)).toBe(true);
  expect(await readdir(dataDir)).toEqual(['secret']);
  expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  expect(token).not.toContain((await readFile(join(dataDir, 'secret'))).toString('base64url'));
});

test('[A8] a damaged secret stops the start: it would make strangers of everybody', async () => {
  await writeFile(join(dataDir, 'secret'), 'short');
  await expect(ParticipantTokens.open(dataDir)).rejects.toThrow('damaged');
});

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const canCompile = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;

test.runIf(canCompile)('[A8] nobody is given a token by a secret whose name a power cut could take', () => {
  const library = join(dataDir, 'failingSync.so');
  execFileSync('cc', ['-shared', '-fPIC', '-o', library, here('../journal/failingSync.c'), '-ldl']);
  const makeIn = (folder: string, env: Record<string, string>) =>
    execFileSync(process.execPath, ['--import', 'tsx', here('./secretChild.ts')], {
      env: { ...process.env, DATA_DIR: join(dataDir, folder), ...env },
      encoding: 'utf8',
    }).trim();
  expect(makeIn('sound', {})).toBe('made');
  const broken = { LD_PRELOAD: library, FAIL_SYNC: library, FAIL_SYNC_OF: 'folders' };
  expect(makeIn('broken', broken)).toBe('EIO');
});
