import type { Measured } from './measure.ts';

export const tableHeader = [
  'field',
  'by',
  'subscribers',
  'kB each (RSS)',
  'kB each (heap)',
  'messages/s',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'max ms',
  'p95 ms, oldest',
  'missing',
  'lost',
  'CPU of the gateway',
];

/** One row of the table. */
export function toRow(measured: Measured): string[] {
  const { of, by, subscribers, rss, heap, latency, oldest, missing, lost, gatewayCpu } = measured;
  return [
    of,
    by,
    String(subscribers),
    toThousands(rss),
    toThousands(heap),
    String(Math.round((latency.receipts / measured.forMs) * 1_000)),
    toMs(latency.p50),
    toMs(latency.p95),
    toMs(latency.p99),
    toMs(latency.max),
    toMs(oldest.p95),
    String(missing),
    String(lost.length),
    gatewayCpu === undefined ? '-' : `${Math.round(gatewayCpu * 100)} %`,
  ];
}

/** Says for each number of subscribers how the gateway stands beside the bare sender, run by run. */
export function toComparison(found: readonly Measured[], counts: readonly number[]): string[] {
  return counts.flatMap((count) => {
    const of = found.filter((one) => one.of === 'liveTotals' && one.subscribers === count);
    const bare = of.filter(({ by }) => by === 'bare sender').map(({ latency }) => latency.p95);
    const gateway = of
      .filter(({ by }) => by === 'gateway')
      .map(({ latency }) => latency.p95)
      .slice(0, bare.length);
    if (bare.length === 0) return [];
    const ratios = bare.map((floor, run) => (gateway[run] ?? Number.NaN) / floor);
    const ranges = `p95 ${toRange(gateway)} ms, bare sender ${toRange(bare)} ms`;
    return [`liveTotals, ${count} subscribers, ${bare.length} runs: ${ranges}, ratio ${toRange(ratios, 2)}`];
  });
}

/** Says from how many subscribers on the latency is more than twice that of the fewest. */
export function findClimb(found: readonly Measured[]): string | undefined {
  const ladder = found
    .filter(({ by }) => by === 'gateway')
    .toSorted((one, other) => one.subscribers - other.subscribers);
  const [fewest] = ladder;
  if (fewest === undefined) return undefined;
  const climbing = ladder.find(({ latency }) => latency.p95 > 2 * fewest.latency.p95);
  const begins = `${fewest.of}: p95 ${toMs(fewest.latency.p95)} ms at ${fewest.subscribers}`;
  return climbing === undefined
    ? `${begins}, not doubled at any number measured`
    : `${begins}, more than twice that from ${climbing.subscribers} on (${toMs(climbing.latency.p95)} ms)`;
}

function toRange(values: readonly number[], decimals = 1): string {
  return `${Math.min(...values).toFixed(decimals)} to ${Math.max(...values).toFixed(decimals)}`;
}

function toMs(ms: number): string {
  return ms.toFixed(1);
}

function toThousands(bytes: number | undefined): string {
  return bytes === undefined ? '-' : (bytes / 1_000).toFixed(1);
}
