/** The process: configuration, start, signals, exit. */
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type App, startApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { builtPages } from './http/builtPages.ts';
import { developmentPages } from './http/developmentPages.ts';
import { createLog } from './log.ts';

const STOP_WITHIN_MS = 1_900;
const FAILED = 1;

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`Sofra cannot start with these settings.\n${error.message}`);
    process.exit(FAILED);
  }
}

/**
 * Where it can be reached, the best first: what is made in the studio carries the address it was opened by, and
 * phones cannot open `localhost`.
 */
function origins({ publicUrl, host }: Config, port: number): string[] {
  if (publicUrl) return [publicUrl];
  const here = `http://localhost:${port}`;
  if (host === '127.0.0.1' || host === '::1') return [here];
  if (host !== '0.0.0.0' && host !== '::') return [`http://${host}:${port}`];
  const inNetwork = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `http://${address}:${port}`);
  return [...inNetwork, here];
}

function greet(config: Config, { address, signIn, newApiToken }: App): void {
  const [best, ...others] = origins(config, address.port);
  const lines = [
    '',
    `  Sofra is open at ${best}`,
    ...others.map((origin) => `                   ${origin}`),
    '',
    '  To the studio (this link works once):',
    `  ${best}/studio#${signIn.fragment}`,
    '',
    ...(newApiToken ? [`  API token (shown only now): ${newApiToken}`, ''] : []),
  ];
  console.log(lines.join('\n'));
  signIn.onRenewed(() => {
    console.log(`  The link has been used. The next one:\n  ${best}/studio#${signIn.fragment}\n`);
  });
}

const config = configOrExit();
const log = createLog(config.logLevel);
for (const warning of config.warnings) log.warn(warning);

let stopping = false;
const app = await startApp({
  config,
  log,
  pages: (server) =>
    process.argv.includes('--dev')
      ? developmentPages(server)
      : builtPages(fileURLToPath(new URL('../client', import.meta.url))),
}).catch((error: Error) => {
  log.fatal({ error }, `Sofra cannot start: ${error.message}`);
  process.exit(FAILED);
});
greet(config, app);

async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, 'stopping');
  setTimeout(() => process.exit(FAILED), STOP_WITHIN_MS).unref();
  await app.close();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
