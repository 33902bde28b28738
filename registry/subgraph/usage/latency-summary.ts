import { latencyBoundsMs } from '#platform/usage/usage-report.ts';
import type { LatencySummary } from '../generated/types.ts';

/**
 * Estimates percentiles of latencies from the counts of a histogram, as if the requests of a bucket were spread evenly over it.
 *
 * @param counts by the bounds of usage reports; empty if no reporter told them
 * @returns null if nothing was counted
 */
export function toLatencySummary(counts: readonly number[]): LatencySummary | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const estimate = (share: number) => estimateMs(counts, total * share);
  return { p50Ms: estimate(0.5), p95Ms: estimate(0.95), p99Ms: estimate(0.99) };
}

function estimateMs(counts: readonly number[], rank: number): number {
  let before = 0;
  for (const [index, upper] of latencyBoundsMs.entries()) {
    const count = counts[index] ?? 0;
    if (count > 0 && before + count >= rank) {
      const lower = latencyBoundsMs[index - 1] ?? 0;
      return roundToMicroseconds(lower + ((upper - lower) * (rank - before)) / count);
    }
    before += count;
  }
  return latencyBoundsMs.at(-1) ?? 0;
}

function roundToMicroseconds(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
