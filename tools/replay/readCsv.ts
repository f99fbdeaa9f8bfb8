/**
 * CSV as RFC 4180 has it: fields may be quoted, and then hold commas, line breaks and doubled quotes.
 * @returns one record per row, keyed by the names in the first
 * @throws Error with the line where a row has another number of fields, or a quote does not close
 */
export function readCsv(csv: string): Record<string, string>[] {
  const [header, ...rows] = readRows(csv.replace(/^\uFEFF/, ''));
  if (!header) return [];
  return rows.map(({ fields, line }) => {
    if (fields.length !== header.fields.length)
      throw new Error(`line ${line} has ${fields.length} fields, not ${header.fields.length}`);
    return Object.fromEntries(header.fields.map((name, index) => [name, fields[index] ?? '']));
  });
}

interface Row {
  fields: string[];
  /** Where it begins, from 1. */
  line: number;
}

/** A field, quoted or bare, and what ends it. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function readRows(csv: string): Row[] {
  const rows: Row[] = [];
  let row: Row = { fields: [], line: 1 };
  let line = 1;
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < csv.length || row.fields.length > 0) {
    const match = FIELD.exec(csv);
    if (!match) throw new Error(`line ${line} has a quote that does not close, or text around one`);
    const [whole, quoted, bare = '', end] = match;
    row.fields.push(quoted?.replaceAll('""', '"') ?? bare);
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    rows.push(row);
    row = { fields: [], line };
  }
  return rows;
}
