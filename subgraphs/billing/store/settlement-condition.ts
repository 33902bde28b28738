import { and, eq, gt, gte, inArray, isNull, lt, or, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { DerivedInvoiceStatus } from '../domain/settlement.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { invoices } from '../tables.ts';
import type { ListClass } from './list-class.ts';

const { status, kind, dueDate, totalMinor, paidMinor, creditedMinor } = invoices;
const settledMinor = sql`${paidMinor} + ${creditedMinor}`;

/** The condition that something is left to pay (`toBalance` of `domain/settlement.ts`) of an issued invoice. */
export function hasBalance(): SQL | undefined {
  return and(eq(status, 'ISSUED'), eq(kind, 'INVOICE'), gt(totalMinor, settledMinor));
}

/** The condition that something is left to pay after the due date. */
export function isOverdue(today: string): SQL | undefined {
  return and(hasBalance(), lt(dueDate, today));
}

/** True if a filter asks only for invoices after their due day. */
export function isOnlyOverdue({ isOverdue, derivedStatus }: Readable<InvoiceFilter>): boolean {
  return isOverdue || (derivedStatus?.length === 1 && derivedStatus[0] === 'OVERDUE');
}

/**
 * True if a filter asks, beyond what can be counted without the settlement of each invoice, only for a balance, or for one after the
 * due day.
 */
export function isOnlyWithBalance(filter: Readable<InvoiceFilter>): boolean {
  const { hasBalance: wanted, isOverdue: late, derivedStatus, search, productIds } = filter;
  if (search || productIds || late === false || wanted === false) return false;
  return isOnlyOverdue(filter) || (wanted === true && !derivedStatus);
}

/** The condition that nothing is left to pay of an issued invoice: hardly any are, and an index has these few. */
export const isIssuedWithoutBalance = sql`${status} = 'ISSUED' and ${kind} = 'INVOICE' and ${totalMinor} <= ${settledMinor}`;

const statesWithoutBalance: ReadonlySet<string> = new Set(['DRAFT', 'PAID', 'VOID']);

/** True if a filter lets no invoice pass of which something is left to pay. */
export function isOnlyWithoutBalance({
  hasBalance: wanted,
  derivedStatus,
}: Readable<InvoiceFilter>): boolean {
  return wanted === false || derivedStatus?.every((one) => statesWithoutBalance.has(one)) === true;
}

const isInTime = (today: string) => or(isNull(dueDate), gte(dueDate, today));

const conditions: Readonly<Record<DerivedInvoiceStatus, (today: string) => SQL | undefined>> = {
  DRAFT: () => eq(status, 'DRAFT'),
  OPEN: (today) => and(hasBalance(), isInTime(today), sql`${settledMinor} = 0`),
  PARTIALLY_PAID: (today) => and(hasBalance(), isInTime(today), sql`${settledMinor} > 0`),
  OVERDUE: isOverdue,
  PAID: () => and(inArray(status, ['ISSUED', 'PAID']), sql`not (${hasBalance()})`),
  VOID: () => eq(status, 'VOID'),
};

/** The condition that `deriveStatus` gives one of these. */
export function hasDerivedStatus(wanted: readonly DerivedInvoiceStatus[], today: string): SQL | undefined {
  return wanted.length === 0 ? sql`false` : or(...wanted.map((one) => conditions[one](today)));
}

/** True if invoices of a class may have this derived status. */
export function mayHaveDerivedStatus(one: ListClass, wanted: DerivedInvoiceStatus): boolean {
  if (wanted === 'DRAFT' || wanted === 'VOID') return one.status === wanted;
  if (wanted === 'PAID') return one.status === 'ISSUED' || one.status === 'PAID';
  return mayHaveBalance(one);
}

/** True if something may be left to pay of invoices of a class. */
export function mayHaveBalance(one: ListClass): boolean {
  return one.status === 'ISSUED' && one.kind === 'INVOICE';
}

/** True if invoices of a class may have payments. */
export function mayBePaid(one: ListClass): boolean {
  return one.kind === 'INVOICE' && (one.status === 'ISSUED' || one.status === 'PAID');
}
