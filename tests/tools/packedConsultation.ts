/** The consultation of our own in fixtures/, packed as recordings come. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const FIXTURE = 'tests/tools/fixtures/market-square';

/** @returns the folder; the caller removes it */
export async function packedConsultation(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sofra-consultation-'));
  await cp(FIXTURE, folder, { recursive: true });
  for (const file of await readdir(folder)) {
    if (!file.endsWith('.csv')) continue;
    await writeFile(join(folder, `${file}.gz`), gzipSync(await readFile(join(folder, file))));
    await rm(join(folder, file));
  }
  return folder;
}
