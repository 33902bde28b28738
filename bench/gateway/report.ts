import { toMarkdownTable } from '../markdown.ts';
import { floorName, stockName, unwatchedName } from './contenders.ts';
import type { Figures } from './measure.ts';

const header = [
  'gateway',
  'requests/s',
  'each repeat',
  '× stock',
  '× floor',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'CPU s per 1,000',
  'CPU, stock / it',
  'CPU, it / unwatched',
  'resident MiB',
  'load and subgraphs',
  'subgraph requests alone',
  'representations alone',
  'subgraph requests under load',
  'failed',
];

/** The table of one workload, a row for each gateway. */
export function toTable(rows: ReadonlyMap<string, Figures>): string {
  const cpuOf = ({ cpuSeconds, answers }: Figures) => (cpuSeconds / answers) * 1_000;
  const stockCpu = rows.get(stockName);
  const unwatched = rows.get(unwatchedName);
  const rateOf = (name: string) => {
    const figures = rows.get(name);
    return figures && toMedian(figures.perSecond);
  };
  const [stock, floor] = [rateOf(stockName), rateOf(floorName)];
  return toMarkdownTable(
    header,
    [...rows].map(([name, figures]) => {
      const rate = toMedian(figures.perSecond);
      return [
        name,
        toCount(rate),
        figures.perSecond.map(toCount).join(', '),
        toRatio(rate, stock),
        toRatio(rate, floor),
        ...[50, 95, 99].map((percentile) => (figures.histogram.percentile(percentile) / 1_000).toFixed(1)),
        cpuOf(figures).toFixed(2),
        stockCpu === undefined ? '-' : toRatio(cpuOf(stockCpu), cpuOf(figures)),
        unwatched === undefined ? '-' : toRatio(cpuOf(figures), cpuOf(unwatched)),
        figures.residentMiB.toFixed(0),
        `${Math.round((figures.besideCpuSeconds / figures.elapsedMs) * 100_000)} %`,
        toMean(figures.alone.requests, figures.answerBytes.size),
        toMean(figures.alone.representations, figures.answerBytes.size),
        (figures.work.requests / figures.answers).toFixed(2),
        `${figures.failed}`,
      ];
    }),
  );
}

function toMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}

/** Without decimals where all have the same. */
function toMean(sum: number, count: number): string {
  return (sum / count).toFixed(sum % count === 0 ? 0 : 1);
}

function toRatio(rate: number, base: number | undefined): string {
  return base === undefined ? '-' : (rate / base).toFixed(2);
}

function toCount(count: number): string {
  return Math.round(count).toLocaleString('en');
}
