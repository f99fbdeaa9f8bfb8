/** Brings up what the tests need from the system's packages, where it may; else says plainly what is missing. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { CHROMIUM } from '../tools/chromium.ts';

interface Need {
  package: string;
  isThere: () => boolean;
  /** Without it the tests cannot run; else some of them are skipped, visibly. */
  isRequired: boolean;
}

const runs = (command: string, args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const NEEDS: Need[] = [
  { package: 'chromium', isThere: () => isExecutable(CHROMIUM.executablePath), isRequired: true },
  {
    package: 'python3-socketio python3-websocket',
    isThere: () => runs('/usr/bin/python3', ['-c', 'import socketio, websocket']),
    isRequired: false,
  },
  { package: 'redis-server', isThere: () => runs('redis-server', ['--version']), isRequired: false },
  { package: 'nginx-light', isThere: () => runs('/usr/sbin/nginx', ['-v']), isRequired: false },
  { package: 'openssl', isThere: () => runs('openssl', ['version']), isRequired: false },
];

export function installMissing(): void {
  const missing = NEEDS.filter((need) => !need.isThere());
  if (missing.length === 0) return;
  const packages = missing.flatMap((need) => need.package.split(' '));
  console.log(`The tests need: ${packages.join(', ')}`);
  if (process.getuid?.() === 0 && runs('apt-get', ['--version'])) {
    runs('apt-get', ['update', '-qq']);
    const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
    spawnSync('apt-get', install, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  const stillMissing = missing.filter((need) => need.isRequired && !need.isThere());
  if (stillMissing.length === 0) return;
  const names = stillMissing.map((need) => need.package).join(' ');
  console.error(`Please install them first, as: sudo apt-get install ${names}`);
  process.exit(1);
}
