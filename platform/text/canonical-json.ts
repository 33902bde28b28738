/**
 * JSON in which equal values have equal texts: members are sorted by name, and a member that is undefined counts as
 * absent. It is the form of RFC 8785, except that names that are array indexes come first, in numeric order. Hashes of
 * these texts are stored (idempotency keys, job instances), so the form may not change.
 */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}
