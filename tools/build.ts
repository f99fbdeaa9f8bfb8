/** Builds server and pages into dist/. With --if-stale only where a source is newer than the last build. */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { PAGE_FAMILIES } from '../vite.config.ts';

const STAMP = 'dist/built';
const SOURCES = ['client', 'server', 'shared', 'package-lock.json', 'vite.config.ts'];

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isStale(): boolean {
  const built = statSync(STAMP, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return SOURCES.some((source) => newest(source) > built);
}

if (!process.argv.includes('--if-stale') || isStale()) {
  console.log('Building Sofra (once; half a minute) ...');
  await build({ logLevel: 'warn', build: { ssr: true } });
  for (const family of Object.keys(PAGE_FAMILIES)) await build({ logLevel: 'warn', mode: family });
  writeFileSync(STAMP, new Date().toISOString());
}
