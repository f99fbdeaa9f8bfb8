import { readFileSync } from 'node:fs';

/** How many files and sockets one process may have open. Node has raised it as far as it may. */
export function openFilesAllowed(): number {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  return Number(soft);
}
