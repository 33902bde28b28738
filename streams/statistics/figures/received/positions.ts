/** For each partition by its number the offset of the next record. A partition beyond the end of the list stands at 0. */
export type Positions = readonly bigint[];

/** The position of a partition. */
export function positionOf(positions: Positions, partition: number): bigint {
  return positions[partition] ?? 0n;
}

/** True if every partition of one is at or after its position in the other. */
export function isAtLeast(positions: Positions, least: Positions): boolean {
  return least.every((offset, partition) => positionOf(positions, partition) >= offset);
}

/** Moves a position to the end of a batch. */
export function moveTo(
  positions: bigint[],
  batch: { readonly partition: number; readonly nextOffset: bigint },
): void {
  while (positions.length <= batch.partition) positions.push(0n);
  if (positionOf(positions, batch.partition) < batch.nextOffset)
    positions[batch.partition] = batch.nextOffset;
}

const form = /^1:(?:\d{1,19}(?:,\d{1,19})*)?$/;
/** Enough for a thousand partitions. */
const maxTextLength = 32_768;
const maxOffset = 2n ** 63n - 1n;

/** Positions as a cursor, which clients give back without looking inside. */
export function formatPositions(positions: Positions): string {
  return Buffer.from(`1:${positions.join(',')}`).toString('base64url');
}

/** Reads a cursor, or gives undefined for what `formatPositions` cannot have written. */
export function parsePositions(text: string): bigint[] | undefined {
  if (text.length > maxTextLength) return undefined;
  const inner = Buffer.from(text, 'base64url').toString('latin1');
  // Base64 has several texts for the same bytes; two cursors for one position would be two subscriptions.
  if (!form.test(inner) || Buffer.from(inner).toString('base64url') !== text) return undefined;
  const offsets = inner.slice(2);
  const positions = offsets === '' ? [] : offsets.split(',').map(BigInt);
  return positions.every((offset) => offset <= maxOffset) ? positions : undefined;
}
