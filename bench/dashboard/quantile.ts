/** The value at a share of the sorted values (0.95 for p95), rounded; NaN without values. */
export function toQuantile(given: readonly number[], share: number): number {
  const sorted = given.toSorted((one, other) => one - other);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}
