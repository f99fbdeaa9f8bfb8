/** What docs/deploy/redis.md wants in the files of Redis and Sentinel. */
import { readFileSync } from 'node:fs';

/** The lines of its blocks that begin so. */
export function documentedLines(...starts: string[]): string[] {
  const blocks = readFileSync('docs/deploy/redis.md', 'utf8').matchAll(/^```\w*\n(.*?)^```/gms);
  const lines = [...blocks].flatMap(([, block = '']) => block.split('\n'));
  const found = lines.filter((line) => starts.some((start) => line.startsWith(start)));
  if (found.length === 0)
    throw new Error(`docs/deploy/redis.md has no line that begins with ${starts.join(' or ')}`);
  return found;
}

/** The same as on redis-server's command line. */
export function documentedSettings(...starts: string[]): string[] {
  return documentedLines(...starts).flatMap((line) => `--${line}`.split(' '));
}
