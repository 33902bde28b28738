import { formatOpaqueList, parseOpaqueList } from '#platform/text/opaque-list.ts';

/** The number of an entry as a cursor, which clients give back without looking inside. */
export function formatAuditCursor(number: bigint): string {
  return formatOpaqueList(['audit', number.toString()]);
}

/** Reads a cursor; undefined for what `formatAuditCursor` cannot have written. */
export function parseAuditCursor(text: string): bigint | undefined {
  const [name, number, ...more] = parseOpaqueList(text) ?? [];
  if (name !== 'audit' || number === undefined || more.length > 0) return undefined;
  return /^\d{1,18}$/.test(number) ? BigInt(number) : undefined;
}
