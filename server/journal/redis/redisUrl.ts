/**
 * What a Redis URL says:
 *   redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]                     one server
 *   redis+sentinel://[USER:PASSWORD@]HOST[:PORT],.../NAME[/DATABASE]   the master that Sentinels call NAME
 *   redis+cluster://[USER:PASSWORD@]HOST[:PORT],...                    a cluster
 * With rediss in place of redis: over TLS. Sentinels that ask for a password: `?sentinelUser=U&sentinelPassword=P`.
 */
import { JournalFailure } from '../journal.ts';

export interface Endpoint {
  host: string;
  port: number;
}

export interface Credentials {
  username?: string;
  password?: string;
}

export interface RedisTarget {
  kind: 'server' | 'sentinel' | 'cluster';
  /** The server, the Sentinels, or some nodes of the cluster. */
  endpoints: readonly Endpoint[];
  isTls: boolean;
  credentials: Credentials;
  database: number;
  /** What Sentinels call the master. */
  masterName: string;
  sentinelCredentials: Credentials;
}

const FORM =
  /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/?#@]+)([^?#]*)(\?[^#]*)?$/i;
const PATHS = { server: /^(?:\/(\d*))?$/, sentinel: /^\/([^/]+)(?:\/(\d+))?$/, cluster: /^\/?$/ };
const DEFAULT_PORTS = { server: 6379, sentinel: 26379, cluster: 6379 };
const LAST_PORT = 65_535;
const ESCAPES = 'In names and passwords % is written %25, @ %40, / %2F, : %3A, ? %3F and # %23.';

/** @throws JournalFailure that says what is wrong, and never the password */
export function readRedisUrl(url: string): RedisTarget {
  const [, scheme, form, user, password, hosts = '', path = '', query = ''] = FORM.exec(url) ?? refuse();
  const kind = (form?.toLowerCase() ?? 'server') as RedisTarget['kind'];
  const [, first, second] = PATHS[kind].exec(path) ?? refuse();
  const endpoints = hosts.split(',').map((host) => readEndpoint(host, DEFAULT_PORTS[kind]));
  if (kind === 'server' && endpoints.length > 1) refuse();
  return {
    kind,
    endpoints,
    isTls: scheme?.toLowerCase() === 'rediss',
    credentials: credentials(user, password),
    database: Number((kind === 'sentinel' ? second : first) || 0),
    masterName: kind === 'sentinel' ? decoded(first ?? '') : '',
    sentinelCredentials: readQuery(query),
  };
}

function readEndpoint(text: string, defaultPort: number): Endpoint {
  const [, bracketed, host, port] = /^(?:\[([\da-f:.]+)\]|([^:[\]]+))(?::(\d+))?$/i.exec(text) ?? refuse();
  if (Number(port) > LAST_PORT) throw new JournalFailure(`The Redis URL has a port above ${LAST_PORT}.`);
  return { host: bracketed ?? host ?? '', port: Number(port ?? defaultPort) };
}

function readQuery(query: string): Credentials {
  const { sentinelUser, sentinelPassword, ...unknown } = Object.fromEntries(new URLSearchParams(query));
  if (Object.keys(unknown).length > 0) refuse();
  return credentials(sentinelUser, sentinelPassword);
}

const credentials = (user: string | undefined, password: string | undefined): Credentials => ({
  ...(user && { username: decoded(user) }),
  ...(password && { password: decoded(password) }),
});

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new JournalFailure(`The Redis URL has a lone %. ${ESCAPES}`);
  }
}

function refuse(): never {
  throw new JournalFailure(
    'The Redis URL must be redis://[USER:PASSWORD@]HOST[:PORT], redis+sentinel://HOST[:PORT],.../NAME or ' +
      `redis+cluster://HOST[:PORT],... (rediss for TLS). ${ESCAPES}`,
  );
}
