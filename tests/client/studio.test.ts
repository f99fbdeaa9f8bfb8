import { encode } from 'uqr';
import { describe, expect, test } from 'vitest';
import { changedByBoth } from '../../client/studio/changedByBoth.ts';
import { changedSettings } from '../../client/studio/changedSettings.ts';
import { labelOfKey } from '../../client/studio/labelOfKey.ts';
import { languageOfTitle } from '../../client/studio/languageOfTitle.ts';
import { namesThisComputerOnly } from '../../client/studio/namesThisComputerOnly.ts';
import { qrPath } from '../../client/studio/qrPath.ts';
import { paths, readRoute } from '../../client/studio/readRoute.ts';
import { refusalOfLine } from '../../client/studio/refusalOfLine.ts';

describe('the studio’s addresses', () => {
  test('[S1] every page has one, and reading it gives the page back', () => {
    expect(readRoute(paths.home)).toEqual({ page: 'home' });
    expect(readRoute('/studio/')).toEqual({ page: 'home' });
    expect(readRoute(paths.newDebate)).toEqual({ page: 'newDebate' });
    expect(readRoute(paths.debate('abc123'))).toEqual({ page: 'debate', id: 'abc123' });
    expect(readRoute(paths.poster('abc123'))).toEqual({ page: 'poster', id: 'abc123' });
    expect(readRoute(paths.settings('abc123'))).toEqual({ page: 'settings', id: 'abc123' });
  });

  test('[S1] anything else is no page of the studio', () => {
    for (const path of ['/', '/moderator/abc', '/studio/debates', '/studio/new/x', '/studio/poster/a/b'])
      expect(readRoute(path)).toEqual({ page: 'unknown' });
  });
});

describe('the QR code', () => {
  /** The squares that the path covers, read back from it. */
  function squares(path: string): string[] {
    return [...path.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)].flatMap(([, x, y, width, back]) => {
      expect(back).toBe(x);
      return Array.from({ length: Number(width) }, (_, i) => `${Number(x) + i},${y}`);
    });
  }

  test('[S2] its path covers every dark square once, and nothing else', () => {
    const { data } = encode('https://sofra.example/DFGJKL', { border: 4 });
    const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`${x},${y}`] : [])));
    expect(dark.length).toBeGreaterThan(200);
    expect(squares(qrPath(data)).toSorted()).toEqual(dark.toSorted());
  });

  test('[S2] nothing dark is an empty path', () => {
    expect(qrPath([[false, false]])).toBe('');
    expect(qrPath([])).toBe('');
  });
});

test('[S3] an address of this computer only is told from one that phones reach', () => {
  for (const link of ['http://localhost:3000/DFGJKL', 'http://127.0.0.1:3000/DFGJKL', 'http://[::1]:3000/x'])
    expect(namesThisComputerOnly(link)).toBe(true);
  for (const link of [
    'http://192.168.1.20:3000/DFGJKL',
    'https://sofra.example/DFGJKL',
    'http://12.127.0.1/',
  ])
    expect(namesThisComputerOnly(link)).toBe(false);
});

test('[S4] a link made without a label is called in the reader’s words, a label is left alone', () => {
  expect(labelOfKey({ role: 'host', label: 'Host 2' }, 'Voditelj')).toBe('Voditelj 2');
  expect(labelOfKey({ role: 'host', label: 'Moderator 2' }, 'Voditelj')).toBe('Moderator 2');
  expect(labelOfKey({ role: 'host', label: 'Host 2 Arta' }, 'Voditelj')).toBe('Host 2 Arta');
  expect(labelOfKey({ role: 'moderator', label: 'Arta, desk 2' }, 'Moderator')).toBe('Arta, desk 2');
  expect(labelOfKey({ role: 'moderator', label: 'Moderator' }, 'Moderatori')).toBe('Moderator');
});

test('[S5] a line is refused before it is sent, for the server’s reasons', () => {
  expect(refusalOfLine('  ', false)).toBe('textEmpty');
  expect(refusalOfLine('  ', true)).toBeUndefined();
  expect(refusalOfLine('Ajri që thithim', false)).toBeUndefined();
  expect(refusalOfLine('a'.repeat(200), false)).toBeUndefined();
  expect(refusalOfLine('a'.repeat(201), true)).toBe('textTooLong');
  expect(refusalOfLine('bell \u0007', false)).toBe('textNotAllowed');
});

test('[S6] a title is called Serbian only where its script says so', () => {
  expect(languageOfTitle('Шта млади траже?')).toBe('sr-Cyrl');
  expect(languageOfTitle('Ajri që thithim')).toBe('und');
});

test('[S20] only what was changed is sent: the rest may be somebody else’s to change', () => {
  const was = {
    title: 'Puna',
    series: '',
    languages: ['sr-Latn', 'sq'],
    screening: 'first',
    names: 'off',
  } as const;
  const copy = { ...was, languages: ['sq', 'sr-Latn'] };
  expect(changedSettings({ ...was, languages: [...was.languages] }, copy)).toEqual({});
  const changed = { title: 'Puna jonë', series: 'Sporazum', languages: ['sq'], screening: 'off' } as const;
  expect(changedSettings(copy, { ...copy, ...changed, languages: ['sq'] })).toEqual(changed);
});

test('[S21] what two people changed to different things is told from what only one of them changed', () => {
  const was = {
    title: 'Puna',
    series: '',
    languages: ['sq'],
    screening: 'first' as const,
    names: 'off' as const,
  };
  const theirs = { ...was, title: 'Posao', series: 'Sporazum', names: 'optional' as const };
  expect(changedByBoth(was, theirs, { ...was, title: 'Puna jonë', screening: 'off' })).toEqual({
    title: 'Posao',
  });
  expect(changedByBoth(was, theirs, { ...was, title: 'Posao', names: 'optional' })).toEqual({});
  expect(changedByBoth(was, was, { ...was, title: 'Puna jonë' })).toEqual({});
});
