/**
 * What a browser may do with our answers. Works on plain http too, as in a hall without internet: nothing is upgraded
 * to https, and no header is sent that browsers reject there.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { requestHost } from '../access/requestOrigin.ts';
import type { Config } from '../config.ts';
import type { Page } from './page.ts';

/** For a year, and for this host alone: those below it are not ours to promise for. */
const ONLY_HTTPS = { maxAge: 31_536_000, includeSubDomains: false };

export function securityHeaders({ publicUrl, demo }: Config): RequestHandler[] {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: [framers(demo)] },
    },
    strictTransportSecurity: publicUrl?.startsWith('https:') ? ONLY_HTTPS : false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: demo ? 'sameorigin' : 'deny' },
  });
  return [
    headers,
    (_request, response, next) => {
      response.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
      next();
    },
  ];
}

/** Only the demo shows our pages within a page of ours. */
const framers = (demo: boolean): string => (demo ? "'self'" : "'none'");

/** The Content-Security-Policy of one page: its own files, its own inline pieces, its own server. */
export function pagePolicy(page: Page, request: IncomingMessage, config: Config): string {
  const directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...page.scripts],
    'style-src': ["'self'", ...page.styles],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...socketSources(request, config)],
    'manifest-src': ["'self'"],
    'frame-src': [framers(config.demo)],
    'frame-ancestors': [framers(config.demo)],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join(';');
}

/** Safari before 15.4 does not count sockets as 'self'. */
function socketSources(request: IncomingMessage, { publicUrl }: Config): string[] {
  const hosts = new Set([requestHost(request), publicUrl && new URL(publicUrl).host]);
  hosts.delete(undefined);
  return Array.from(hosts, (host) => [`ws://${host}`, `wss://${host}`]).flat();
}
