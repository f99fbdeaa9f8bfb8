import type { Metrics } from './metric.ts';

const COLUMNS = ['metric', 'ours', 'reference', 'ratio', 'bound', ''];

function figure(value: number): string {
  return value >= 1_000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/** The metrics for reading, a line each. */
export function table(metrics: Metrics): string {
  const rows = Object.entries(metrics).map(([name, { ours, reference, ratio, bound, boundIs, ok }]) => [
    name,
    figure(ours),
    figure(reference),
    ratio.toFixed(2),
    bound === null ? '' : `${boundIs === 'least' ? '>=' : '<='} ${bound}`,
    bound === null ? '' : ok ? 'ok' : 'MISSED',
  ]);
  const widths = COLUMNS.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(COLUMNS), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
