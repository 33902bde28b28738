import { and, gt, gte, lt, lte, or, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { payments } from '../payment-tables.ts';
import { invoices } from '../tables.ts';

const { firstPaidOn, lastPaidOn } = invoices;

/** Days of payment, both ends included; at least one end is given. */
interface PaidDays {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Invoices that one index has together, in the order of a column. */
export interface IndexedCase {
  readonly condition: SQL | undefined;
  readonly column: SQL;
}

/** Reads the days of payment of a filter; undefined if it names none. */
export function toPaidDays(filter: Readable<InvoiceFilter> | null | undefined): PaidDays | undefined {
  const { paidFrom, paidTo } = filter ?? {};
  return paidFrom || paidTo ? { from: paidFrom || undefined, to: paidTo || undefined } : undefined;
}

/**
 * The condition that an invoice has a payment of these days that was not taken back. All indexes of lists have the days of the
 * first and the last payment; payments are read only if these lie on both sides of the period.
 */
export function isPaidWithin({ from, to }: PaidDays): SQL | undefined {
  return and(
    from === undefined ? undefined : gte(lastPaidOn, from),
    to === undefined ? undefined : lte(firstPaidOn, to),
    from === undefined || to === undefined
      ? undefined
      : or(gte(firstPaidOn, from), lte(lastPaidOn, to), hasPaymentWithin({ from, to })),
  );
}

/**
 * Shares the same invoices out: those whose last payment is of these days, and the few with a later one besides, which an index
 * of invoices with payments of several days has.
 */
export function toPaidCases({ from, to }: PaidDays): IndexedCase[] {
  const isLastWithin = {
    condition: and(
      from === undefined ? undefined : gte(lastPaidOn, from),
      to === undefined ? undefined : lte(lastPaidOn, to),
    ),
    column: sql`${lastPaidOn}`,
  };
  if (to === undefined) return [isLastWithin];
  const condition = and(
    lt(firstPaidOn, lastPaidOn),
    gt(lastPaidOn, to),
    lte(firstPaidOn, to),
    from === undefined ? undefined : or(gte(firstPaidOn, from), hasPaymentWithin({ from, to })),
  );
  return [isLastWithin, { condition, column: sql`${firstPaidOn}` }];
}

/** The offset keeps all payments of the days from being collected. */
function hasPaymentWithin({ from, to }: { from: string; to: string }): SQL {
  const condition = and(
    sql`${payments.invoiceId} = ${invoices.id} and ${payments.kind} = 'PAYMENT'`,
    gte(payments.paidOn, from),
    lte(payments.paidOn, to),
    sql`not exists (select from ${payments} as taken_back where taken_back.reverses_payment_id = ${payments.id})`,
  );
  return sql`exists (select from ${payments} where ${condition} offset 0)`;
}
