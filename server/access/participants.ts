/**
 * Who is who in the audience, without knowing who anybody is. A phone keeps a random token that only this
 * installation can make; in each debate it is somebody else, and nothing that is kept leads back to the token.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

export const SECRET_BYTES = 32;
const RANDOM_BYTES = 18;
const SEAL_BYTES = 12;
const TOKEN_LETTERS = ((RANDOM_BYTES + SEAL_BYTES) * 4) / 3;

export class ParticipantTokens {
  readonly #secret: Buffer;

  /** @param secret 32 bytes, the same on every node of an installation */
  constructor(secret: Buffer) {
    this.#secret = secret;
  }

  /** Makes `DATA_DIR/secret` (readable by its owner alone) on the first start. */
  static async open(dataDir: string): Promise<ParticipantTokens> {
    const path = join(dataDir, 'secret');
    await mkdir(dataDir, { recursive: true });
    const secret = (await readSecret(path)) ?? (await makeSecret(path));
    await flushFolder(dataDir);
    return new ParticipantTokens(secret);
  }

  issue(): string {
    const random = randomBytes(RANDOM_BYTES);
    return Buffer.concat([random, this.#seal(random)]).toString('base64url');
  }

  isGenuine(token: string): boolean {
    if (token.length !== TOKEN_LETTERS || !/^[\w-]+$/.test(token)) return false;
    const bytes = Buffer.from(token, 'base64url');
    return timingSafeEqual(bytes.subarray(RANDOM_BYTES), this.#seal(bytes.subarray(0, RANDOM_BYTES)));
  }

  /** 16 letters, base64url: the same for the same token and debate, unrelated in another debate. */
  participantIn(debateId: string, token: string): string {
    return this.#hash(`participant:${debateId}:${token}`).toString('base64url', 0, 12);
  }

  #seal(random: Buffer): Buffer {
    return this.#hash(`token:${random.toString('base64url')}`).subarray(0, SEAL_BYTES);
  }

  #hash(what: string): Buffer {
    return createHmac('sha256', this.#secret).update(what).digest();
  }
}

async function readSecret(path: string): Promise<Buffer | undefined> {
  try {
    const secret = await readFile(path);
    if (secret.length !== SECRET_BYTES) throw new Error(`${path} is damaged: it should hold 32 bytes`);
    await chmod(path, 0o600);
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all, and never over another's: a lost secret would make strangers of everybody. */
async function makeSecret(path: string): Promise<Buffer> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(SECRET_BYTES));
    await file.sync();
  } finally {
    await file.close();
  }
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return readFile(path);
}

/** A file outlives a power cut only once its name does. Windows flushes no folders. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
