import { parseDecimal } from '#schema/decimal.ts';
import { quantityScale } from '#schema/quantity.ts';
import type { StockTaskRow } from '../stock-tables.ts';
import type { ReservedLine } from './stock-task.ts';

/** The state of the stock that an invoice took, by the API's names. */
export type InvoiceStockStatus = 'NONE' | 'RESERVED' | 'RELEASING' | 'PARTIALLY_RELEASED' | 'RELEASED';

/** Derives the state from an invoice's tasks, except those of reservations that were given up. */
export function deriveStockStatus(
  tasks: readonly Pick<StockTaskRow, 'kind' | 'state' | 'id' | 'reservationId' | 'lines'>[],
): InvoiceStockStatus {
  const reservation = tasks.find(({ kind, state }) => kind === 'RESERVE' && state === 'DONE');
  const reserved = sumLines(reservation?.lines ?? []);
  if (reservation === undefined || reserved === 0n) return 'NONE';
  const releases = tasks.filter(
    ({ kind, reservationId }) => kind === 'RELEASE' && reservationId === reservation.id,
  );
  if (releases.length === 0) return 'RESERVED';
  if (releases.some(({ state }) => state === 'PENDING')) return 'RELEASING';
  if (releases.some(({ lines }) => lines === null)) return 'RELEASED';
  const released = releases.reduce((sum, { lines }) => sum + sumLines(lines ?? []), 0n);
  return released >= reserved ? 'RELEASED' : 'PARTIALLY_RELEASED';
}

function sumLines(lines: readonly ReservedLine[]): bigint {
  return lines.reduce((sum, { quantity }) => sum + (parseDecimal(quantity, quantityScale) ?? 0n), 0n);
}
