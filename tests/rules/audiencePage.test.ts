/** What the phone has to load before it shows anything: the page is built as for production and weighed. */
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, test, vi } from 'vitest';

const MOST_BYTES = 40_000;

/** What neither Chrome 91 nor Safari 15 knows, and the build does not lower. */
const TOO_NEW = [
  /\bstatic\s*\{/,
  /\(\?<[=!]/,
  /\.at\(/,
  /\.findLast(Index)?\(/,
  /\.toSorted\(|\.toReversed\(|\.toSpliced\(/,
  /\bstructuredClone\(/,
  /\bObject\.hasOwn\(/,
  /\bObject\.groupBy\(/,
  /\bPromise\.withResolvers\(/,
];

let scripts: Rolldown.OutputChunk[];

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production');
  const built = (await build({
    mode: 'audience',
    logLevel: 'silent',
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  vi.unstubAllEnvs();
  scripts = built.output.filter((file) => file.type === 'chunk');
}, 60_000);

describe('the phone’s page', () => {
  test(`[P7] is at most ${MOST_BYTES / 1000} kB of JavaScript, compressed`, () => {
    const bytes = scripts.map(({ code }) => gzipSync(code, { level: 9 }).length);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(10_000);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES);
  });

  test('[P8] asks old phones for nothing they do not know', () => {
    for (const { code } of scripts)
      for (const feature of TOO_NEW)
        expect([feature.source, code.match(feature)?.[0]]).toEqual([feature.source, undefined]);
  });

  test('[P8] works on plain http: no randomUUID, no service worker', () => {
    for (const { code } of scripts) expect(code).not.toMatch(/randomUUID|serviceWorker/);
  });

  test('[P7] carries neither zod nor a second socket library', () => {
    const modules = scripts.flatMap(({ moduleIds }) => moduleIds);
    expect(modules.length).toBeGreaterThan(20);
    expect(modules.filter((id) => /node_modules\/(zod|socket\.io|engine\.io)/.test(id))).toEqual([]);
  });
});
