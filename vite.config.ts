import { svelte } from '@sveltejs/vite-plugin-svelte';
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * One run per page family, so that no page carries another's code: the phone and the overlay stand alone.
 * The engines are the oldest that each family meets: old phones, old broadcast hosts, staff's own laptops.
 * Phones: Chrome 91 and Safari 15, which know all that we use of ES2022 (a test looks for what they do not know);
 * named as targets, they would have private fields lowered to slow and large weak maps.
 */
export const PAGE_FAMILIES = {
  audience: { pages: ['audience'], target: ['es2022'] },
  overlay: { pages: ['overlay'], target: ['chrome103'] },
  console: { pages: ['studio', 'moderator', 'host', 'demo'], target: ['es2022'] },
} as const;

const FAIL_OVERS = 'tests/journal/redisFailover.test.ts';

/** Tests with real sockets, disks and Redis: one file at a time, but tests/run.ts runs these three side by side. */
const REAL = {
  real: ['tests/{journal,room,gateway,access,http}/**/*.test.ts'],
  nodes: ['tests/nodes/**/*.test.ts', FAIL_OVERS],
  tools: ['tests/tools/**/*.test.ts'],
} as const;

export default defineConfig(({ mode, isSsrBuild }) => {
  if (isSsrBuild) {
    return {
      build: {
        outDir: 'dist/server',
        target: 'node20',
        rolldownOptions: {
          input: { main: 'server/main.ts', worker: 'server/journal/sqlite/sqliteWorker.ts' },
          output: { entryFileNames: '[name].js' },
        },
      },
    };
  }
  const family = PAGE_FAMILIES[mode as keyof typeof PAGE_FAMILIES];
  return {
    ...(family && { root: 'client' }),
    plugins: [svelte()],
    test: {
      // A wait ends when what it waits for is so; these end one that is in vain, on a machine that has much else to do.
      testTimeout: 60_000,
      hookTimeout: 60_000,
      expect: { poll: { timeout: 30_000 } },
      projects: [
        { extends: true, test: { name: 'rules', include: ['tests/rules/**/*.test.ts'] } },
        {
          extends: true,
          test: { name: 'unit', include: ['tests/{shared,debate,views,client}/**/*.test.ts'] },
        },
        ...Object.entries(REAL).map(([name, include]) => ({
          extends: true as const,
          test: {
            name,
            include: [...include],
            exclude: [...configDefaults.exclude, ...(name === 'real' ? [FAIL_OVERS] : [])],
            fileParallelism: false,
          },
        })),
      ],
    },
    build: family && {
      outDir: `../dist/client/${mode}`,
      emptyOutDir: true,
      assetsDir: `assets/${mode}`,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: [...family.target],
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: Object.fromEntries(family.pages.map((page) => [page, `client/${page}/index.html`])),
      },
    },
  };
});
