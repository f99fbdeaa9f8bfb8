/** Where a request came from and where its sender believes to be: the same reading for pages, API and sockets. */
import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';

type Proxied = Pick<Config, 'publicUrl' | 'trustProxy'>;

const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The value that the outermost trusted proxy saw; the others are anybody's word. */
function forwarded(request: IncomingMessage, header: string, trustProxy: number): string | undefined {
  if (trustProxy === 0) return undefined;
  const values = String(request.headers[header] ?? '').split(',');
  return values.at(-Math.min(trustProxy, values.length))?.trim() || undefined;
}

/** The client's address. For limits in memory only. */
export const clientAddress = (request: IncomingMessage, { trustProxy }: Proxied): string =>
  forwarded(request, 'x-forwarded-for', trustProxy) ?? request.socket.remoteAddress ?? '';

/** Sent by a program on this machine. A proxy on this machine says that it speaks for somebody else. */
export const isFromHere = ({ headers, socket }: IncomingMessage): boolean =>
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined &&
  /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');

/** Host and port as the client wrote them; undefined if malformed. A proxy that changes them needs PUBLIC_URL. */
export function requestHost({ headers: { host } }: IncomingMessage): string | undefined {
  return host && HOST.test(host) ? host.toLowerCase() : undefined;
}

/** PUBLIC_URL, or else the scheme and host that the client used: what links start with. */
export function ownOrigin(request: IncomingMessage, config: Proxied): string {
  if (config.publicUrl) return config.publicUrl;
  const encrypted = 'encrypted' in request.socket;
  const scheme = forwarded(request, 'x-forwarded-proto', config.trustProxy) ?? (encrypted ? 'https' : 'http');
  return `${scheme === 'https' ? 'https' : 'http'}://${requestHost(request) ?? 'localhost'}`;
}

/** The page that sent this is one of ours. Exact: another port or scheme is somebody else. */
export const isOwnOrigin = (request: IncomingMessage, config: Proxied): boolean =>
  request.headers.origin !== undefined && request.headers.origin === normalOrigin(request, config);

/** As browsers write it: without the scheme's default port. */
function normalOrigin(request: IncomingMessage, config: Proxied): string | undefined {
  const own = ownOrigin(request, config);
  return URL.canParse(own) ? new URL(own).origin : undefined;
}
