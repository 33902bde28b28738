/** The value that a share of all are not above, rounded; not a number if there are none. */
export function toQuantile(given: readonly number[], share: number): number {
  const sorted = given.toSorted((one, other) => one - other);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}
