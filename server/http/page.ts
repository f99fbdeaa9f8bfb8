/** One HTML page and what stands inline in it, by hash: the policy lets exactly that run. */
import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';

export type PageName = 'audience' | 'demo' | 'host' | 'moderator' | 'overlay' | 'studio';

export interface Page {
  html: string;
  /** CSP sources beside 'self'. */
  scripts: readonly string[];
  styles: readonly string[];
}

/** Where pages and what they load come from: the build, or in development Vite. */
export interface Pages {
  /** Serves what pages load; calls `next` for everything else. */
  assets: RequestHandler;
  /** @param path as asked for by the browser */
  page(name: PageName, path: string): Promise<Page>;
}

const INLINE = /<(script|style)\b([^>]*)>([\s\S]*?)<\/\1>/g;

export function pageOf(html: string): Page {
  const scripts: string[] = [];
  const styles: string[] = [];
  for (const [, element, attributes = '', content = ''] of html.matchAll(INLINE)) {
    if (element === 'style') styles.push(sourceOf(content));
    else if (!/\ssrc=/.test(attributes)) scripts.push(sourceOf(content));
  }
  return { html, scripts, styles };
}

const sourceOf = (content: string): string =>
  `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
