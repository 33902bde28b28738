import { eq, inArray } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { parseId } from '../domain/reference.ts';
import { type PaymentRow, payments } from '../payment-tables.ts';

/** The payment with this id from a client; undefined if there is none. */
export async function findPayment(db: Reader, given: string): Promise<PaymentRow | undefined> {
  const id = parseId(given);
  const [row] = id === undefined ? [] : await db.select().from(payments).where(eq(payments.id, id));
  return row;
}

/** The entry that takes a payment back; undefined if none does. */
export async function findReversal(db: Reader, paymentId: string): Promise<PaymentRow | undefined> {
  const [row] = await db.select().from(payments).where(eq(payments.reversesPaymentId, paymentId));
  return row;
}

/** The payments with these ids, in the order of the ids, by one statement. */
export async function findPaymentsById(
  db: Reader,
  ids: readonly string[],
): Promise<(PaymentRow | undefined)[]> {
  const rows = await db
    .select()
    .from(payments)
    .where(inArray(payments.id, [...ids]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id));
}

/** The entries that take these payments back, in their order, by one statement. */
export async function findReversals(
  db: Reader,
  paymentIds: readonly string[],
): Promise<(PaymentRow | undefined)[]> {
  const rows = await db
    .select()
    .from(payments)
    .where(inArray(payments.reversesPaymentId, [...paymentIds]));
  const byReversed = new Map(rows.map((row) => [row.reversesPaymentId, row]));
  return paymentIds.map((id) => byReversed.get(id));
}
