/**
 * The tables of docs/deploy/sizing.md are what programs print: `npx tsx tests/bench/scale/tablesInDocs.ts` writes them,
 * a test checks that they are current. A block begins with `<!-- costs -->`, `<!-- checks -->` or, with its options,
 * `<!-- simulate ... -->`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { type Costs, readCosts } from './costs.ts';
import { checksTable, costsTable } from './costsTables.ts';
import { printed } from './printed.ts';

const DOCUMENT = 'docs/deploy/sizing.md';
const BLOCK = /(<!-- (costs|checks|simulate)( [^>]*?)? -->\n)[\s\S]*?(<!-- end -->)/g;

/** The document with its tables as they are now. */
export function withTables(document: string, costs: Costs): string {
  return document.replace(BLOCK, (_, start: string, kind: string, words = '', end: string) => {
    const table =
      kind === 'costs'
        ? costsTable(costs)
        : kind === 'checks'
          ? checksTable(costs)
          : printed(words.trim().split(/\s+/).filter(Boolean), costs);
    return `${start}\n\`\`\`\n${table}\n\`\`\`\n\n${end}`;
  });
}

export const writeTables = (costs: Costs): void =>
  writeFileSync(DOCUMENT, withTables(readFileSync(DOCUMENT, 'utf8'), costs));

if (argv[1] === fileURLToPath(import.meta.url)) writeTables(readCosts());
