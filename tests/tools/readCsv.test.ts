import { describe, expect, test } from 'vitest';
import { readCsv } from '../../tools/replay/readCsv.ts';

describe('[E1] a recording is read as its CSV says', () => {
  test.each([
    [
      'rows by the names of the header',
      'a,b\n1,2\n3,4\n',
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    ['quotes, commas and line breaks in a field', 'a,b\n"x, ""y""\r\nz",2', [{ a: 'x, "y"\r\nz', b: '2' }]],
    ['empty fields, bare and quoted', 'a,b,c\n,"",\n', [{ a: '', b: '', c: '' }]],
    ['CRLF, and a byte order mark', '\uFEFFa,b\r\n1,2\r\n', [{ a: '1', b: '2' }]],
    ['a single column', 'a\n1\n', [{ a: '1' }]],
    ['a last line without its end, empty at the end', 'a,b\n1,', [{ a: '1', b: '' }]],
    ['nothing but a header', 'a,b\n', []],
    ['nothing at all', '', []],
  ])('[E1] %s', (_, csv, rows) => {
    expect(readCsv(csv)).toEqual(rows);
  });

  test.each([
    ['a row that is too short', 'a,b\n"x\ny",2\n1\n', 'line 4 has 1 fields, not 2'],
    ['a quote that does not close', 'a,b\n1,"2\n', 'line 2 has a quote that does not close'],
    [
      'text around a quoted field',
      'a,b\n1,"2"3\n',
      'line 2 has a quote that does not close, or text around one',
    ],
  ])('[E1] says where there is %s', (_, csv, message) => {
    expect(() => readCsv(csv)).toThrow(message);
  });
});
