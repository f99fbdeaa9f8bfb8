/** The environment, read once. Nothing else reads process.env. */
import { z } from 'zod';

export interface Config {
  /** 0: any free one. */
  port: number;
  host: string;
  dataDir: string;
  /** Redis Streams keep the log, for any number of nodes; undefined: SQLite in `dataDir`, for one. */
  redisUrl: string | undefined;
  /** How many replicas of Redis must have what is acknowledged; undefined: one, where there are any. */
  redisReplicas: number | undefined;
  /** Do not start on a Redis that may lose what is acknowledged. */
  strictDurability: boolean;
  /** Scheme and host that people use, as `https://sofra.example.org`; undefined: each request's own. */
  publicUrl: string | undefined;
  /** undefined: one is generated at the first start. */
  apiToken: string | undefined;
  limits: boolean;
  /** Upvotes have a way of their own past Socket.IO. */
  expressLane: boolean;
  logLevel: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  demo: boolean;
  /** How many reverse proxies stand in front, each adding to X-Forwarded-For. */
  trustProxy: number;
  /** What the operator should hear at the start, a sentence each. */
  warnings: string[];
}

/** The environment cannot be used; the message says why, a line each, without any value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const wholeNumber = (most: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number')
    .transform(Number)
    .refine((number) => number <= most, `must be at most ${most}`);

function readOrigin(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const bare = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash;
  return bare && !url.username && !url.password ? url.origin : undefined;
}

const publicUrl = z.string().transform((text, context) => {
  const origin = readOrigin(text);
  if (origin) return origin;
  context.addIssue({ code: 'custom', message: 'must be http(s)://host[:port] without a path' });
  return z.NEVER;
});

const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1');

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

const environment = z.object({
  PORT: wholeNumber(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  DATA_DIR: z.string().default('./data'),
  REDIS_URL: z
    .string()
    .regex(
      /^rediss?(\+(sentinel|cluster))?:\/\//i,
      'must begin with redis:// or rediss://, or one of these with +sentinel or +cluster before the colon',
    )
    .optional(),
  REDIS_REPLICAS: wholeNumber(10).optional(),
  STRICT_DURABILITY: flag,
  PUBLIC_URL: publicUrl.optional(),
  API_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
    .optional(),
  LIMITS: z.enum(['on', 'off']).default('on'),
  EXPRESS_LANE: z.enum(['on', 'off']).default('on'),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  DEMO: flag,
  TRUST_PROXY: wholeNumber(10).default(0),
});

/** @throws ConfigError */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) {
    const lines = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ConfigError(lines.join('\n'));
  }
  return {
    port: read.data.PORT,
    host: read.data.HOST,
    dataDir: read.data.DATA_DIR,
    redisUrl: read.data.REDIS_URL,
    redisReplicas: read.data.REDIS_REPLICAS,
    strictDurability: read.data.STRICT_DURABILITY,
    publicUrl: read.data.PUBLIC_URL,
    apiToken: read.data.API_TOKEN,
    limits: read.data.LIMITS === 'on',
    expressLane: read.data.EXPRESS_LANE === 'on',
    logLevel: read.data.LOG_LEVEL,
    demo: read.data.DEMO,
    trustProxy: read.data.TRUST_PROXY,
    warnings: [...warningsOf(read.data), ...nearMisses(Object.keys(given))],
  };
}

function warningsOf(read: z.output<typeof environment>): string[] {
  const warnings: string[] = [];
  if (read.LIMITS === 'off') warnings.push('LIMITS=off: anybody can flood this server. For load tests only.');
  if (read.API_TOKEN && read.API_TOKEN.length < 22)
    warnings.push('API_TOKEN is short: use at least 22 random characters.');
  return warnings;
}

/** PUBLICURL or TRUSTPROXY would be ignored in silence; their owner should hear of it. */
function nearMisses(names: string[]): string[] {
  const squeeze = (name: string) => name.toUpperCase().replaceAll(/[^A-Z]/g, '');
  const known = new Map(Object.keys(environment.shape).map((name) => [squeeze(name), name]));
  return names.flatMap((name) => {
    const meant = known.get(squeeze(name.replace(/^SOFRA_/i, '')));
    const missed = meant !== undefined && meant !== name && !names.includes(meant);
    return missed ? [`${name} is not read. Did you mean ${meant}?`] : [];
  });
}
