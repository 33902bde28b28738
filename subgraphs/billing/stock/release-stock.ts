import type { Transaction } from '#platform/database/transaction.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { findDoneReservation, recordRelease } from './stock-task-store.ts';

/** The invoice whose stock is given back, and the subject of whoever caused it. */
interface StockRelease {
  readonly invoiceId: string;
  readonly actor: string;
}

/** A quantity of a product that a credit note takes back. */
interface CreditedQuantity {
  readonly productId: string | null;
  readonly quantityE4: bigint;
}

/**
 * Records that a void invoice gives its stock back, in the transaction that voids it; the worker does it after the commit.
 * Nothing is recorded for an invoice that reserved nothing.
 */
export async function releaseForVoid(tx: Transaction, { invoiceId, actor }: StockRelease): Promise<void> {
  const reservation = await findDoneReservation(tx, invoiceId);
  if (reservation === undefined || reservation.lines?.length === 0) return;
  await recordRelease(tx, { invoiceId, actor, reservationId: reservation.id, lines: null });
}

/**
 * Records that an invoice gives back what a credit note takes of it, in the transaction of the credit note; the worker does
 * it after the commit. Quantities are above zero. Products of which the invoice reserved nothing are left out.
 *
 * @param release.invoiceId the credited invoice, not the credit note
 */
export async function releaseForCredit(
  tx: Transaction,
  release: StockRelease & { readonly lines: readonly CreditedQuantity[] },
): Promise<void> {
  const { invoiceId, actor } = release;
  const reservation = await findDoneReservation(tx, invoiceId);
  if (reservation === undefined) return;
  const reserved = new Set(reservation.lines?.map(({ productId }) => productId));
  const quantities = new Map<string, bigint>();
  for (const { productId, quantityE4 } of release.lines) {
    if (productId === null || !reserved.has(productId)) continue;
    quantities.set(productId, (quantities.get(productId) ?? 0n) + quantityE4);
  }
  if (quantities.size === 0) return;
  const lines = [...quantities].map(([productId, quantityE4]) => ({
    productId,
    quantity: formatQuantity(quantityE4),
  }));
  await recordRelease(tx, { invoiceId, actor, reservationId: reservation.id, lines });
}
