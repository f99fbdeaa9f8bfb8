/** Puts a report into the documents: docs/benchmarks.json, the chart of it, and the table in docs/benchmarks.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { chart } from './chart.ts';
import { aboutOthers, type Report } from './report.ts';
import { table } from './table.ts';

const DOCUMENT = 'docs/benchmarks.md';
const [START, END] = ['<!-- figures -->\n', '<!-- end of figures -->'];

export function writeDocs(report: Report): void {
  writeFileSync('docs/benchmarks.json', `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync('docs/benchmarks.svg', chart(report.metrics));
  const figures = `\n${report.machine}. ${aboutOthers(report)}\n\n\`\`\`\n${table(report.metrics)}\n\`\`\`\n\n`;
  const document = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [document.indexOf(START) + START.length, document.indexOf(END)];
  writeFileSync(DOCUMENT, document.slice(0, from) + figures + document.slice(to));
}
