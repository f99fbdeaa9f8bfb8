/** Which Redis is trusted, how it is found, and what it must allow. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { JournalFailure } from '../../server/journal/journal.ts';
import { RedisHoldings } from '../../server/journal/redis/redisHoldings.ts';
import { readRedisUrl } from '../../server/journal/redis/redisUrl.ts';
import { RedisJournal, type RedisJournalOptions } from '../../server/journal/redis.ts';
import { freePort } from '../../tools/serverProcess.ts';
import { documentedLines, documentedSettings } from './documentedRedis.ts';
import { readAll, records } from './records.ts';
import { hasRedis, RedisServer } from './redisServer.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

async function redis(...settings: string[]): Promise<RedisServer> {
  const server = await RedisServer.start(settings);
  onTestFinished(() => server.remove());
  return server;
}

async function open(url: string, options?: RedisJournalOptions): Promise<RedisJournal> {
  const journal = await RedisJournal.open(url, options);
  onTestFinished(() => journal.close());
  return journal;
}

async function holdings(url: string): Promise<RedisHoldings> {
  const found = await RedisHoldings.open(url, () => {});
  onTestFinished(() => found.close());
  return found;
}

describe('[J22] the Redis URL', () => {
  test('[J22] names a server, Sentinels or a cluster', () => {
    expect(readRedisUrl('redis://localhost')).toMatchObject({
      kind: 'server',
      endpoints: [{ host: 'localhost', port: 6379 }],
      isTls: false,
      credentials: {},
      database: 0,
    });
    expect(readRedisUrl('rediss://sofra:p%40ss%2F@[::1]:7000/3')).toMatchObject({
      endpoints: [{ host: '::1', port: 7000 }],
      isTls: true,
      credentials: { username: 'sofra', password: 'p@ss/' },
      database: 3,
    });
    expect(
      readRedisUrl('redis+sentinel://:secret@s1,s2:26380/evening/2?sentinelPassword=other'),
    ).toMatchObject({
      kind: 'sentinel',
      endpoints: [
        { host: 's1', port: 26379 },
        { host: 's2', port: 26380 },
      ],
      credentials: { password: 'secret' },
      masterName: 'evening',
      database: 2,
      sentinelCredentials: { password: 'other' },
    });
    expect(readRedisUrl('REDISS+Cluster://n1:7001,n2:7002')).toMatchObject({
      kind: 'cluster',
      isTls: true,
      endpoints: [
        { host: 'n1', port: 7001 },
        { host: 'n2', port: 7002 },
      ],
    });
  });

  test('[J22] is refused where it cannot be meant, without its password', () => {
    const wrong = [
      '',
      'localhost:6379',
      'http://u:hidden@localhost',
      'redis://u:hidden@one,two',
      'redis://u:hidden@host:99x',
      'redis://u:hidden@host/name',
      'redis://u:hidden@host?timeout=3',
      'redis+sentinel://u:hidden@host',
    ];
    for (const url of wrong) {
      expect(() => readRedisUrl(url), url).toThrow(/^The Redis URL must be (?!.*hidden)/);
    }
  });

  test('[J22] says how a letter of a password is written, and which port there is not, without the password', () => {
    const saying = (url: string) => {
      try {
        return readRedisUrl(url);
      } catch (failure) {
        expect(failure).toBeInstanceOf(JournalFailure);
        return (failure as JournalFailure).message;
      }
    };
    for (const url of [
      'redis://u:hidden%@host',
      'redis://u:hidden@@host',
      'redis+sentinel://:hidden@s/100%',
    ]) {
      expect(saying(url), url).toMatch(/^(?!.*hidden).*% is written %25, @ %40/);
    }
    expect(saying('redis://u:hidden@host:70000')).toBe('The Redis URL has a port above 65535.');
  });
});

describe.runIf(hasRedis)('a Redis that is trusted', () => {
  test('[J22] a server that may lose what is acknowledged is warned of, or refused', async () => {
    const server = await redis();
    const warnings: string[] = [];
    const onWarning = (warning: string) => warnings.push(warning);
    await open(server.url, { strictDurability: true, onWarning });
    expect(warnings).toEqual([]);

    await server.ask('CONFIG', 'SET', 'appendfsync', 'everysec');
    await server.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    await server.ask('CONFIG', 'SET', 'no-appendfsync-on-rewrite', 'yes');
    const journal = await open(server.url, { onWarning });
    expect(warnings.map((warning) => /: (.*), set/.exec(warning)?.[1])).toEqual([
      'appendfsync is everysec',
      'no-appendfsync-on-rewrite is yes',
      'maxmemory-policy is allkeys-lru',
    ]);
    expect(await journal.append('a', records(1))).toBe(1);
    await expect(open(server.url, { strictDurability: true })).rejects.toThrow('appendfsync is everysec');
    expect(await server.ask('CONFIG', 'GET', 'appendfsync')).toEqual(['appendfsync', 'everysec']);
  });

  test('[J22] a server that has become weaker while it was away is refused as well', async () => {
    const server = await redis();
    const journal = await open(server.url, { strictDurability: true });
    await server.ask('CONFIG', 'SET', 'appendfsync', 'no');
    await server.ask('CLIENT', 'KILL', 'TYPE', 'normal');
    const refused = () => expect(journal.append('a', records(1))).rejects.toThrow('appendfsync is no');
    await vi.waitFor(refused, { timeout: 5_000 });
  });

  test('[J22] a replica is refused, and so is a server whose replicas are missing', async () => {
    const server = await redis();
    const replica = await redis('--replicaof', '127.0.0.1', String(server.port));
    await expect(open(replica.url)).rejects.toThrow('is a replica');
    await replica.stop();
    await expect(open(server.url, { minReplicas: 1 })).rejects.toThrow('Of 1 replicas of Redis, 0 confirmed');
  });

  test('[J22] the user in the documents may do what a node does, and nothing else', async () => {
    const server = await redis();
    const url = await server.urlOfDocumentedUser();
    const warnings: string[] = [];
    const journal = await open(`${url}/1`, {
      onWarning: (warning) => warnings.push(warning),
      minReplicas: 0,
    });
    const heard: unknown[] = [];
    await journal.follow('a', 0, (entries) => heard.push(...entries));
    await journal.append('a', records(2));
    await journal.append('b', records(2));
    expect(heard).toEqual(await readAll(journal, 'a'));
    expect(await journal.verify('a')).toMatchObject({ ...(await journal.head('a')), broken: null });
    expect(warnings).toEqual([]);
    await expect(open(server.url.replace('//', '//sofra:wrong@'))).rejects.toThrow('WRONGPASS');
  });

  test('[J27] the user in the documents can neither overwrite nor trim nor delete a stream, nor change the secret', async () => {
    const server = await redis();
    const url = await server.urlOfDocumentedUser();
    const journal = await open(url);
    const secret = await journal.secret();
    await journal.append('a', records(2));
    const before = await journal.verify('a');
    const ask = (...command: string[]) => server.askAt(url, ...command);
    const forbidden = [
      ...[
        'SET STREAM x',
        'GETSET STREAM x',
        'APPEND STREAM x',
        'SETNX STREAM x',
        'HSET STREAM field x',
        'RESTORE STREAM 0 x',
      ],
      ...[
        'DEL STREAM',
        'UNLINK STREAM',
        'GETDEL STREAM',
        'EXPIRE STREAM 0',
        'RENAME STREAM other',
        'COPY STREAM other',
        'MOVE STREAM 1',
      ],
      ...[
        'XTRIM STREAM MAXLEN 0',
        'XDEL STREAM 1-1',
        'XSETID STREAM 0-1',
        'FLUSHALL',
        'FLUSHDB',
        'SWAPDB 0 1',
        'SHUTDOWN',
      ],
      ...[
        'SET {sofra}:secret x',
        'DEL {sofra}:secret',
        'GET other',
        'SET other x',
        'HSET {sofra}:secret field x',
      ],
      ...['EVAL return 0', 'CONFIG SET appendfsync no', 'ACL SETUSER sofra allkeys', 'KEYS *'],
    ];
    for (const command of forbidden) {
      const words = command.replace('STREAM', '{sofra}:stream:a').split(' ');
      await expect(ask(...words), command).rejects.toThrow('NOPERM');
    }
    expect(await ask('SETNX', '{sofra}:secret', 'x')).toBe(0);
    expect(await (await open(url)).secret()).toEqual(secret);
    expect(await journal.verify('a')).toEqual(before);
  });

  test.each(['include', 'aclfile'])(
    '[J27] with the users in the documents (%s) nobody comes in without a name, and each may do what it is for',
    async (setting) => {
      const file = join(temporaryDirectory(), 'users');
      writeFileSync(file, documentedLines('user ').join('\n'));
      const server = await redis(
        `--${setting}`,
        file,
        ...documentedSettings('append', 'no-append', 'maxmemory'),
      );
      await expect(server.ask('FLUSHALL')).rejects.toThrow('NOAUTH');
      for (const name of ['', 'default:', 'default:default'])
        await expect(
          server.askAt(server.url.replace('//', `//${name}@`), 'GET', '{sofra}:secret'),
        ).rejects.toThrow(/NOAUTH|WRONGPASS/);
      expect(await server.askAt(server.urlAs('admin'), 'ACL', 'WHOAMI')).toBe('admin');

      const url = server.urlAs('sofra');
      const journal = await open(url, { strictDurability: true });
      await journal.append('a', records(1));
      const id = await server.askAt<number>(url, 'CLIENT', 'ID');
      expect(await server.askAt(url, 'CLIENT', 'KILL', 'ID', String(id))).toBe(0);
      const [node, tools] = [await holdings(url), await holdings(server.urlAs('sofra-tools'))];
      await expect(node.streams()).rejects.toThrow(/NOPERM.*Come as sofra-tools/);
      expect(await tools.streams()).toEqual(['a']);
    },
  );

  test('[J27] what XADD itself may trim is found', async () => {
    const server = await redis();
    const url = await server.urlOfDocumentedUser();
    const journal = await open(url);
    for (let n = 1; n <= 3; n += 1) await journal.append('a', records(1, n));
    const key = '{sofra}:stream:a';
    const [first] = await server.ask<[id: string, fields: string[]][]>('XRANGE', key, '-', '+');
    await server.askAt(url, 'XADD', key, 'MAXLEN', '2', '*', ...(first?.[1] ?? []));
    expect(await journal.verify('a')).toMatchObject({ broken: 1 });
  });

  test('[J22] a node that may not read the settings says so', async () => {
    const server = await redis();
    await server.ask('ACL', 'SETUSER', 'blind', 'on', '>p', '~*', '+@all', '-config');
    const url = server.url.replace('//', '//blind:p@');
    const warnings: string[] = [];
    await open(url, { onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([expect.stringContaining('cannot be checked')]);
    await expect(open(url, { strictDurability: true })).rejects.toThrow('cannot be checked');
  });

  test('[J22] a node that may not do what it must says what', async () => {
    const server = await redis();
    await server.ask('ACL', 'SETUSER', 'deaf', 'on', '>p', '~*', '+@all', '-xread');
    const failures: unknown[] = [];
    const onFailure = (failure: unknown) => failures.push(failure);
    const journal = await open(server.url.replace('//', '//deaf:p@'), { onFailure });
    const refused = expect.objectContaining({ message: expect.stringContaining('NOPERM') });
    await expect(journal.append('a', records(1))).rejects.toEqual(refused);
    await vi.waitFor(() => expect(failures).toContainEqual(refused));
  });

  test('[J22] a cluster is asked for the server that has the keys', async () => {
    const [one, other] = [await redis('--cluster-enabled', 'yes'), await redis('--cluster-enabled', 'yes')];
    await one.ask('CLUSTER', 'ADDSLOTSRANGE', '0', '8000');
    await other.ask('CLUSTER', 'ADDSLOTSRANGE', '8001', '16383');
    await one.ask('CLUSTER', 'MEET', '127.0.0.1', String(other.port));
    for (const server of [one, other]) {
      const isWhole = async () => expect(await server.ask('CLUSTER', 'INFO')).toContain('cluster_state:ok');
      await vi.waitFor(isWhole, { timeout: 20_000 });
    }
    for (const seed of [one, other]) {
      const journal = await open(seed.url.replace('redis:', 'redis+cluster:'));
      await journal.follow('a', 0, () => {});
      await journal.append('a', records(2));
      await journal.append('b', records(1));
      expect(await journal.verify('a')).toMatchObject({ broken: null });
    }
    const both = await open(
      `redis+cluster://127.0.0.1:1,${one.url.replace('redis://', '')},${other.url.replace('redis://', '')}`,
    );
    expect(await readAll(both, 'a')).toHaveLength(4);
  });
});

const hasTls = hasRedis && spawnSync('openssl', ['version']).status === 0;

/** A certificate authority of our own is read when a process starts: so this takes another process. */
test.runIf(hasTls)(
  '[J22] TLS is spoken and the certificate checked, and what was mistaken is named',
  async () => {
    const directory = temporaryDirectory();
    const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const made = spawnSync('openssl', [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-keyout', key, '-out', cert, ...subject],
    ]);
    expect(made.status).toBe(0);
    const port = await freePort(3245);
    const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'no'];
    const server = await redis('--tls-port', String(port), ...files);
    const child = 'tests/journal/appendingChild.ts';
    const run = (url: string, env: NodeJS.ProcessEnv = {}) =>
      spawnSync(process.execPath, ['--import', 'tsx', child, url], {
        env: { ...process.env, ...env },
        encoding: 'utf8',
      });
    const trusting = run(`rediss://localhost:${port}`, { NODE_EXTRA_CA_CERTS: cert });
    expect(trusting.stderr).toBe('');
    expect(trusting.stdout.trim()).toBe('1');
    expect(run(`rediss://localhost:${port}`).stderr).toMatch(/self-signed certificate.*NODE_EXTRA_CA_CERTS/);
    expect(run(`redis://localhost:${port}`).stderr).toContain('If it speaks TLS, write rediss');
    expect(run(server.url.replace('redis', 'rediss')).stderr).toContain('If it speaks no TLS, write redis');
  },
);
