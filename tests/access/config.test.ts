import { expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';

test('with nothing set there is a default for everything', () => {
  expect(readConfig({ PATH: '/bin', PUBLIC_URL: '' })).toEqual({
    port: 3000,
    host: '0.0.0.0',
    dataDir: './data',
    redisUrl: undefined,
    redisReplicas: undefined,
    strictDurability: false,
    publicUrl: undefined,
    apiToken: undefined,
    limits: true,
    expressLane: true,
    logLevel: 'info',
    demo: false,
    trustProxy: 0,
    warnings: [],
  });
});

test('what is set is taken', () => {
  const env = {
    PORT: '0',
    PUBLIC_URL: 'https://Sofra.Example/',
    DEMO: '1',
    TRUST_PROXY: '2',
    LOG_LEVEL: 'warn',
    REDIS_URL: 'redis+sentinel://one,two/sofra',
    REDIS_REPLICAS: '2',
    STRICT_DURABILITY: '1',
  };
  const read = {
    port: 0,
    publicUrl: 'https://sofra.example',
    demo: true,
    trustProxy: 2,
    logLevel: 'warn',
    redisUrl: 'redis+sentinel://one,two/sofra',
    redisReplicas: 2,
    strictDurability: true,
  };
  expect(readConfig(env)).toMatchObject(read);
});

test('everything that is wrong is said at once, by name and without its value', () => {
  const env = { PORT: '70000', PUBLIC_URL: 'sofra.example', LIMITS: 'maybe', API_TOKEN: 'canary token' };
  let message = '';
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    message = (error as Error).message;
  }
  for (const name of ['PORT', 'PUBLIC_URL', 'LIMITS', 'API_TOKEN']) expect(message).toContain(`${name}: `);
  expect(message).not.toContain('canary');
});

test('REDIS_URL begins with one of its schemes, in letters of any size; else all of them are named', () => {
  expect(readConfig({ REDIS_URL: 'REDISS+Sentinel://one/sofra' }).redisUrl).toBe(
    'REDISS+Sentinel://one/sofra',
  );
  for (const url of ['valkey://x', 'redis+sentinels://x', 'localhost:6379'])
    expect(() => readConfig({ REDIS_URL: url })).toThrow(
      /redis:\/\/ or rediss:\/\/.*\+sentinel or \+cluster/,
    );
});

for (const url of ['ftp://x', 'https://x/path', 'https://x?y', 'https://a:b@x', 'javascript:alert(1)'])
  test(`PUBLIC_URL is an origin: not ${url}`, () => {
    expect(() => readConfig({ PUBLIC_URL: url })).toThrow(ConfigError);
  });

test('what is dangerous or looks misspelt is warned of', () => {
  const warned = (env: Record<string, string>) => readConfig(env).warnings.join();
  expect(warned({ LIMITS: 'off' })).toContain('LIMITS=off');
  expect(warned({ API_TOKEN: 'short' })).toContain('API_TOKEN');
  expect(warned({ PUBLICURL: 'https://x.example' })).toContain('PUBLIC_URL');
  expect(warned({ SOFRA_DATA_DIR: '/d' })).toContain('DATA_DIR');
  expect(warned({ API_TOKEN: 'x'.repeat(32) })).toBe('');
});
