import { formatOpaqueList, parseOpaqueList } from '#platform/text/opaque-list.ts';

const maxSequence = 2n ** 63n - 1n;

/** Writes where a page ended. It means something in its own list only; clients must not look inside. */
export function formatSequenceCursor(list: string, sequence: bigint): string {
  return formatOpaqueList([list, String(sequence)]);
}

/** Reads a cursor of the same list; undefined for any other text. */
export function parseSequenceCursor(list: string, text: string): bigint | undefined {
  const [writtenList, sequence = '', ...more] = parseOpaqueList(text) ?? [];
  if (writtenList !== list || !/^\d{1,19}$/.test(sequence) || more.length > 0) return undefined;
  return BigInt(sequence) <= maxSequence ? BigInt(sequence) : undefined;
}
