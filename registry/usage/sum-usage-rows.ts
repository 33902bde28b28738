import type { UsageRow } from './usage-rows.ts';

/** Adds up rows of the same operation, hour and client, so that each is there once. */
export function sumUsageRows(rows: readonly UsageRow[]): UsageRow[] {
  const sums = new Map<string, UsageRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.hash, row.hour, row.clientName, row.clientVersion]);
    const known = sums.get(key);
    sums.set(key, known === undefined ? row : sum(known, row));
  }
  return [...sums.values()];
}

function sum(left: UsageRow, right: UsageRow): UsageRow {
  const buckets = Math.max(left.latency.length, right.latency.length);
  const coordinates = { ...left.coordinates };
  for (const [name, count] of Object.entries(right.coordinates))
    coordinates[name] = (coordinates[name] ?? 0) + count;
  return {
    ...left,
    count: left.count + right.count,
    errors: left.errors + right.errors,
    latency: Array.from(
      { length: buckets },
      (_, index) => (left.latency[index] ?? 0) + (right.latency[index] ?? 0),
    ),
    coordinates,
  };
}
