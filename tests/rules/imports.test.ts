/** Who may import whom. The rooms of the house and their doors: docs/decisions/rooms-of-the-house.md. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesIn } from './filesIn.ts';

interface Import {
  from: string;
  to: string;
  isType: boolean;
  /** Between `import` and `from`. */
  names: string;
}

const files = filesIn(['shared', 'server', 'client', 'tools', 'tests'], ['.ts', '.svelte']);
const EXPORT = /^export (?:async |abstract )*(?:const|function|class|interface|type) (\w+)/gm;
const IMPORT =
  /^\s*(?:import|export)\s+(type\s)?([^'";]*?)from\s+'([^']+)'|^\s*import\s+'([^']+)'|import\('([^']+)'\)/gm;

const imports: Import[] = files.flatMap((from) =>
  [...readFileSync(from, 'utf8').matchAll(IMPORT)].map(([, type, names = '', named, bare, dynamic]) => {
    const to = named ?? bare ?? dynamic ?? '';
    return {
      from,
      to: to.startsWith('.') ? normalize(join(dirname(from), to)) : to,
      isType: type !== undefined,
      names,
    };
  }),
);

const isInside = (file: string, ...rooms: string[]) => rooms.some((room) => file.startsWith(room));
const isOurs = ({ to }: Import) => isInside(to, 'shared/', 'server/', 'client/', 'tools/', 'tests/');
const ourImportsOf = (room: string) => imports.filter(({ from }) => from.startsWith(room)).filter(isOurs);
const arrows = (found: Import[]) => found.map(({ from, to }) => `${from} -> ${to}`);

/** Beside itself and shared/, each room of the server may enter these. */
const DOORS: Record<string, string[]> = {
  'server/debate/': ['server/intern.ts'],
  'server/views/': ['server/debate/'],
  'server/journal/': ['server/intern.ts'],
  'server/room/': ['server/debate/', 'server/journal/journal.ts'],
  'server/access/': ['server/debate/events.ts', 'server/journal/journal.ts', 'server/config.ts'],
  'server/gateway/': [
    'server/room/',
    'server/views/',
    'server/debate/',
    'server/access/',
    'server/config.ts',
  ],
  'server/http/': [
    'server/room/',
    'server/views/',
    'server/debate/',
    'server/access/',
    'server/journal/journal.ts',
    'server/config.ts',
    'server/log.ts',
    'server/metrics.ts',
  ],
};

describe('who may import whom', () => {
  test('the scan sees the imports there are', () => {
    expect(imports.filter(isOurs).length).toBeGreaterThan(100);
    expect(imports.filter(isOurs).filter(({ to }) => !existsSync(to))).toEqual([]);
  });

  test('shared/ imports nothing but zod', () => {
    const outside = imports.filter(
      ({ from, to }) => from.startsWith('shared/') && !isInside(to, 'shared/') && to !== 'zod',
    );
    expect(arrows(outside)).toEqual([]);
  });

  test.each(Object.entries(DOORS))('%s enters only the rooms it may', (room, doors) => {
    const wrong = ourImportsOf(room).filter(({ to }) => !isInside(to, 'shared/', room, ...doors));
    expect(arrows(wrong)).toEqual([]);
  });

  test('the core and the views do no I/O', () => {
    const outside = imports.filter(
      ({ from, to }) =>
        isInside(from, 'server/debate/', 'server/views/') && !isInside(to, 'shared/', 'server/'),
    );
    expect(arrows(outside)).toEqual([]);
  });

  test('only main and tests import the app', () => {
    const wrong = imports.filter(
      ({ from, to }) => to === 'server/app.ts' && !isInside(from, 'server/main.ts', 'tests/'),
    );
    expect(arrows(wrong)).toEqual([]);
  });

  test('screens import client/lib, client/i18n and themselves, never each other', () => {
    const wrong = ourImportsOf('client/').filter(({ from, to }) => {
      const own = `${from.split('/').slice(0, 2).join('/')}/`;
      return !isInside(to, 'shared/', own, 'client/lib/', 'client/i18n/');
    });
    expect(arrows(wrong)).toEqual([]);
  });

  test('pages take types alone from the files of shared/ that use zod', () => {
    const zodUsers = new Set(
      imports.filter(({ from, to }) => from.startsWith('shared/') && to === 'zod').map(({ from }) => from),
    );
    const wrong = ourImportsOf('client/').filter(({ to, isType }) => zodUsers.has(to) && !isType);
    expect(arrows(wrong)).toEqual([]);
  });

  test('only listen.ts hears sockets on the server', () => {
    const hearing = filesIn(['server'], ['.ts']).filter((file) =>
      /\bsocket\.on(?:ce|Any)?\(/.test(readFileSync(file, 'utf8')),
    );
    expect(hearing).toEqual(['server/gateway/listen.ts']);
  });
});

test('nothing is exported that nobody imports', () => {
  const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const words = new Map(Array.from(sources, ([file, source]) => [file, new Set(source.match(/\w+/g))]));
  const isUsed = (name: string, from: string) =>
    files.some((file) => file !== from && words.get(file)?.has(name));
  const takenWhole = new Set(imports.filter(({ names }) => names.startsWith('* as')).map(({ to }) => to));
  const idle = [...sources].flatMap(([file, source]) =>
    isInside(file, 'tests/') || takenWhole.has(file)
      ? []
      : [...source.matchAll(EXPORT)]
          .filter(([, name = '']) => !isUsed(name, file))
          .map(([, name]) => `${file}: ${name}`),
  );
  expect(idle).toEqual([]);
  expect(takenWhole.size).toBeGreaterThan(0);
});

test('there are no import cycles', () => {
  const next = new Map<string, string[]>();
  for (const { from, to, isType } of imports.filter(isOurs))
    if (!isType) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const to of next.get(file) ?? []) {
      const cycle = visit(to, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  expect(files.map((file) => visit(file, [])).find((cycle) => cycle)).toBeUndefined();
});
