/** Pages straight from the sources, through Vite on the same port. Never part of a production start. */
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Pages } from './page.ts';

/** Vite puts scripts and styles of its own into the page. */
const INLINE = ["'unsafe-inline'"];

/** @param server the one that the app will answer on; hot updates come over its sockets */
export async function developmentPages(server: Server): Promise<Pages> {
  const { createServer } = await import('vite');
  const root = join(process.cwd(), 'client');
  const vite = await createServer({
    root,
    configFile: join(process.cwd(), 'vite.config.ts'),
    appType: 'custom',
    server: {
      middlewareMode: true,
      hmr: { server, path: '/__hmr' },
      fs: { allow: [process.cwd()] },
    },
  });
  return {
    assets: vite.middlewares,
    async page(name) {
      const source = await readFile(join(root, name, 'index.html'), 'utf8');
      const html = await vite.transformIndexHtml(`/${name}/index.html`, absolute(source, name));
      return { html, scripts: INLINE, styles: INLINE };
    },
  };
}

/** A page is shown at other addresses than its file's. */
const absolute = (html: string, page: string): string =>
  html.replaceAll(
    /\b(src|href)="(\.[^"]*)"/g,
    (_, attribute, path) => `${attribute}="${new URL(path, `http://here/${page}/`).pathname}"`,
  );
