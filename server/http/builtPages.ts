/** The built pages, all in memory, compressed once: a hall that scans a code at the same moment costs no disk. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';
import { type Page, type PageName, type Pages, pageOf } from './page.ts';

/** The smallest first. */
const ENCODINGS = ['br', 'gzip'] as const;

interface Asset {
  type: string;
  body: Buffer;
  compressed: Partial<Record<(typeof ENCODINGS)[number], Buffer>>;
}

const COMPRESSIBLE = new Set(['.css', '.js', '.json', '.svg', '.txt', '.webmanifest']);
/** The start waits for it: at 5 all pages take 50 ms, at 9 four times as long for one percent less to send. */
const BROTLI_QUALITY = 5;
/** Names under this carry the hash of their content. */
const HASHED = '/assets/';

/** @param directory the build's output: a folder per family, each with PAGE/index.html and its assets */
export async function builtPages(directory: string): Promise<Pages> {
  const pages = new Map<string, Page>();
  const assets = new Map<string, Asset>();
  const families = await readdir(directory);
  await Promise.all(families.map((family) => readFamily(join(directory, family), pages, assets)));
  return {
    assets: serve(assets),
    async page(name: PageName) {
      const page = pages.get(name);
      if (!page) throw new Error(`the build lacks the page ${name}`);
      return page;
    },
  };
}

async function readFamily(
  folder: string,
  pages: Map<string, Page>,
  assets: Map<string, Asset>,
): Promise<void> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  await Promise.all(
    files.map(async (file) => {
      const path = join(file.parentPath, file.name);
      if (!file.isFile()) return;
      if (file.name === 'index.html')
        pages.set(basename(file.parentPath), pageOf(await readFile(path, 'utf8')));
      else assets.set(`/${relative(folder, path).split(sep).join('/')}`, await readAsset(path));
    }),
  );
}

async function readAsset(path: string): Promise<Asset> {
  const body = await readFile(path);
  const asset: Asset = { type: extname(path), body, compressed: {} };
  if (!COMPRESSIBLE.has(asset.type)) return asset;
  asset.compressed.gzip = await promisify(gzip)(body);
  asset.compressed.br = await promisify(brotliCompress)(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
  });
  return asset;
}

function serve(assets: Map<string, Asset>): RequestHandler {
  return (request, response, next) => {
    const asset = assets.get(request.path);
    if (!asset || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    const immutable = request.path.startsWith(HASHED);
    response.set('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    response
      .type(asset.type)
      .vary('Accept-Encoding')
      .send(encoded(asset, request, response));
  };
}

/** Browsers offer Brotli over https only, so a hall's own network gets gzip. */
function encoded({ body, compressed }: Asset, request: Request, response: Response): Buffer {
  for (const encoding of ENCODINGS) {
    const smaller = compressed[encoding];
    if (!smaller || !request.acceptsEncodings(encoding)) continue;
    response.set('Content-Encoding', encoding);
    return smaller;
  }
  return body;
}
