/** The bound metrics as a picture: a bar for each ratio, drawn in parts of its bound, so that one line is all bounds. */
import type { Metric, Metrics } from './metric.ts';
import { titleOf } from './titles.ts';

const WIDTH = 880;
const MARGIN = 28;
const BARS_FROM = 400;
/** Where the bound is. */
const LINE_AT = 600;
const PER_BOUND = LINE_AT - BARS_FROM;
const BARS_TO = 700;
const ROW = 44;
const HEAD = 58;
const GROUPS = [
  { boundIs: 'least', title: 'More is better: to the line or past it', sign: '≥' },
  { boundIs: 'most', title: 'Less is better: not past the line', sign: '≤' },
] as const;

const STYLE = `
  svg { font-family: system-ui, sans-serif; font-size: 14px; --paper: #fbfbf9; --ink: #22262a; --soft: #5a6067; --bar: #7c868f; }
  @media (prefers-color-scheme: dark) { svg { --paper: #1b1e21; --ink: #ecedee; --soft: #a6adb4; --bar: #87919b; } }
  text { fill: var(--ink); }
  .soft { fill: var(--soft); font-size: 12px; }
  .group { font-weight: 600; font-size: 15px; }
  .figure { font-variant-numeric: tabular-nums; }
  .paper { fill: var(--paper); }
  .bar { fill: var(--bar); stroke: var(--ink); stroke-width: 0; }
  .missed .bar { fill: url(#missed); stroke-width: 1.5; }
  .missed .figure { font-weight: 700; }
  .line { stroke: var(--ink); stroke-width: 2; }
  pattern path { stroke: var(--ink); stroke-width: 1.5; }`;

export function chart(metrics: Metrics): string {
  let y = MARGIN;
  const parts: string[] = [];
  for (const { boundIs, title, sign } of GROUPS) {
    const rows = Object.entries(metrics).filter(([, metric]) => metric.boundIs === boundIs);
    if (rows.length === 0) continue;
    parts.push(
      heading(title, y),
      ...rows.map(([name, metric], index) => row(name, metric, sign, y + HEAD + index * ROW)),
      line(y + HEAD, rows.length),
    );
    y += HEAD + rows.length * ROW + MARGIN;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-labelledby="title">
<title id="title">Sofra against reference servers, each ratio in parts of its bound</title>
<style>${STYLE}
</style>
<defs><pattern id="missed" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V7"/></pattern></defs>
<rect class="paper" width="${WIDTH}" height="${y}" rx="10"/>
${parts.join('\n')}
</svg>
`;
}

const heading = (title: string, y: number): string =>
  `<text class="group" x="${MARGIN}" y="${y + 16}">${title}</text>
<text class="soft" x="${LINE_AT}" y="${y + 38}" text-anchor="middle">bound</text>`;

const line = (y: number, rows: number): string =>
  `<path class="line" d="M${LINE_AT} ${y - 14}V${y + rows * ROW - 6}"/>`;

function row(name: string, { ours, reference, ratio, bound, ok }: Metric, sign: string, y: number): string {
  const { title, against } = titleOf(name);
  const length = Math.min((ratio / (bound ?? 1)) * PER_BOUND || 0, BARS_TO - BARS_FROM);
  const [x, baseline] = [BARS_TO + 12, y + 19];
  return `<g${ok ? '' : ' class="missed"'}>
<text x="${MARGIN}" y="${y + 13}">${title}</text>
<text class="soft" x="${MARGIN}" y="${y + 30}">${figure(ours)} against ${figure(reference)}: ${against}</text>
<rect class="bar" x="${BARS_FROM}" y="${y + 5}" width="${length.toFixed(1)}" height="20"/>
<text class="figure" x="${x}" y="${baseline}">${ratio.toPrecision(3)} (${sign} ${bound})${ok ? '' : ' missed'}</text>
</g>`;
}

const figure = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
