import type { InvoiceStatus, InvoiceSummaryGrouping, LiveSummaryQuery } from '../../generated/graphql.ts';
import { omitAbsent } from '../../ui/search-parameters.ts';
import type { InvoiceListFilter } from './invoice-links.ts';

type Summary = NonNullable<LiveSummaryQuery['invoiceSummary']>;
export type SummaryGroup = Summary['groups'][number];
type Amount = Summary['sums'][number]['total'];

/** A group in one currency. */
export interface SummaryRow {
  readonly key: string;
  readonly group: SummaryGroup;
  readonly currency: string;
  /** The number of documents; null if the server does not count them. */
  readonly count: number | null;
  readonly net: Amount;
  /** Null for products, as a total belongs to an invoice and not to its lines. */
  readonly total: Amount | null;
  readonly balance: Amount | null;
}

/** Turns the groups into rows, each of one currency. */
export function toSummaryRows(groups: readonly SummaryGroup[]): readonly SummaryRow[] {
  return groups.flatMap((group, index) => [
    ...group.sums.map(({ currency, count, netTotal, total, balance }) => ({
      key: `${index} ${currency}`,
      group,
      currency,
      count,
      net: netTotal,
      total,
      balance,
    })),
    ...(group.lineSums ?? []).map(({ currency, documentCount, netTotal }) => ({
      key: `${index} ${currency}`,
      group,
      currency,
      count: documentCount,
      net: netTotal,
      total: null,
      balance: null,
    })),
  ]);
}

/** The derived statuses that an invoice of a status may have: the list of invoices filters by them. */
const derivedStatuses: Readonly<Record<InvoiceStatus, string>> = {
  DRAFT: 'DRAFT',
  ISSUED: 'OPEN,PARTIALLY_PAID,OVERDUE',
  PAID: 'PAID',
  VOID: 'VOID',
};
/** The invoices that a summary adds up by default. */
const issuedStatuses = 'OPEN,PARTIALLY_PAID,OVERDUE,PAID';

/** The days between which a summary adds up. */
export interface SummaryDays {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The filter of the list of invoices that shows those of a row; undefined if no filter names them. */
export function toListFilter(
  { group, currency }: Pick<SummaryRow, 'group' | 'currency'>,
  groupBy: InvoiceSummaryGrouping,
  { from, to }: SummaryDays,
): InvoiceListFilter | undefined {
  const days = omitAbsent({ issuedFrom: from, issuedTo: to });
  const base = { ...days, currency, status: issuedStatuses };
  switch (groupBy) {
    case 'STATUS':
      return group.status === null ? undefined : { ...base, status: derivedStatuses[group.status] };
    case 'CUSTOMER':
      return group.customer === null ? undefined : { ...base, customer: group.customer.id };
    case 'PRODUCT':
      return group.product === null ? undefined : { ...base, product: group.product.id };
    case 'DAY':
      return group.day === null ? undefined : { ...base, issuedFrom: group.day, issuedTo: group.day };
    case 'MONTH':
      return group.day === null ? undefined : { ...base, ...toMonthWithin(group.day, { from, to }) };
  }
}

/** The days of a month that lie between two days. */
function toMonthWithin(firstDay: string, { from, to }: SummaryDays) {
  const [year = 0, month = 1] = firstDay.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return {
    issuedFrom: from !== undefined && from > firstDay ? from : firstDay,
    issuedTo: to !== undefined && to < lastDay ? to : lastDay,
  };
}
