import { formatOpaqueList, parseOpaqueList } from '#platform/text/opaque-list.ts';

/** A position among notices as a cursor, which clients give back without looking inside. */
export function formatNoticeCursor(position: bigint): string {
  return formatOpaqueList(['notices', position.toString()]);
}

/** Reads a cursor; undefined for what `formatNoticeCursor` cannot have written. */
export function parseNoticeCursor(text: string): bigint | undefined {
  const [name, position, ...more] = parseOpaqueList(text) ?? [];
  if (name !== 'notices' || position === undefined || more.length > 0) return undefined;
  return /^\d{1,18}$/.test(position) ? BigInt(position) : undefined;
}
