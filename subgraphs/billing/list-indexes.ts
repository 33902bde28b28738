import { sql } from '#platform/database/drizzle.ts';
import { type ExtraConfigColumn, index } from '#platform/database/drizzle-tables.ts';

/** Orders our own numbers by year and sequence, not by their text. */
export const ownNumber = sql.raw('("series"::bigint * 1000000000 + "sequence")');

/** The length of the beginnings of imported numbers that an index has. */
export const importedBeginningLength = 4;

type Columns = Readonly<
  Record<
    | 'id'
    | 'listClass'
    | 'number'
    | 'series'
    | 'sequence'
    | 'currency'
    | 'totalMinor'
    | 'issueDate'
    | 'dueDate'
    | 'updatedAt'
    | 'firstPaidOn'
    | 'lastPaidOn'
    | 'status'
    | 'kind'
    | 'paidMinor'
    | 'creditedMinor',
    ExtraConfigColumn
  >
>;

/**
 * The indexes of invoices for lists in each order (`store/list-class.ts`). The columns after the id are read by filters: a page
 * far from those that pass is found without reading the invoices between.
 */
export function createListIndexes(table: Columns) {
  const { listClass, id, issueDate, dueDate, currency, firstPaidOn, lastPaidOn } = table;
  const { number, series, sequence, totalMinor, updatedAt } = table;
  return [
    // With the time of change: an import, which is a range of ids, is sorted by it from this index alone.
    index('invoices_by_class').on(
      listClass,
      id,
      issueDate,
      dueDate,
      currency,
      firstPaidOn,
      lastPaidOn,
      updatedAt,
    ),
    index('invoices_by_issue_date')
      .on(listClass, issueDate, id, dueDate, currency, firstPaidOn, lastPaidOn)
      .where(sql`${issueDate} is not null`),
    // No import gives a due date: those without one are in the order of `invoices_by_class`.
    index('invoices_by_due_date')
      .on(listClass, dueDate, id, issueDate, currency, firstPaidOn, lastPaidOn)
      .where(sql`${dueDate} is not null or ${listClass} < 8`),
    index('invoices_by_total').on(
      listClass,
      totalMinor,
      id,
      issueDate,
      dueDate,
      currency,
      firstPaidOn,
      lastPaidOn,
    ),
    index('invoices_by_update').on(
      listClass,
      updatedAt,
      id,
      issueDate,
      dueDate,
      currency,
      firstPaidOn,
      lastPaidOn,
    ),
    index('invoices_by_own_number')
      .on(listClass, ownNumber, id, issueDate, dueDate, currency, series, sequence, firstPaidOn, lastPaidOn)
      .where(sql`${series} is not null`),
    // Lists of numbers with the same beginning, sorted in any order without reading the invoices.
    index('invoices_by_own_number_text')
      .on(listClass, number, id, issueDate, dueDate, totalMinor, updatedAt, series, sequence, currency)
      .where(sql`${series} is not null`),
    // Says which beginnings imported numbers have. They are few, and equal keys are stored once.
    index('invoices_by_imported_beginning')
      .on(listClass, sql.raw(`left("number", ${importedBeginningLength})`))
      .where(sql`${listClass} >= 8`),
    // Lists of days of payment, in any order as well. No import brings a payment with an invoice.
    index('invoices_by_last_payment')
      .on(
        listClass,
        lastPaidOn,
        id,
        firstPaidOn,
        issueDate,
        dueDate,
        totalMinor,
        updatedAt,
        series,
        sequence,
        currency,
      )
      .where(sql`${lastPaidOn} is not null`),
    // The few open invoices of which a part is settled.
    index('invoices_partly_settled')
      .on(listClass, dueDate, id)
      .where(
        sql`${table.status} = 'ISSUED' and ${table.kind} = 'INVOICE' and ${table.paidMinor} + ${table.creditedMinor} > 0`,
      ),
    // The hardly any issued invoices of which nothing is left to pay.
    index('invoices_issued_without_balance')
      .on(listClass, id)
      .where(
        sql`${table.status} = 'ISSUED' and ${table.kind} = 'INVOICE' and ${table.totalMinor} <= ${table.paidMinor} + ${table.creditedMinor}`,
      ),
    // The few invoices with payments of several days, by the first of them.
    index('invoices_by_first_payment')
      .on(
        listClass,
        firstPaidOn,
        lastPaidOn,
        id,
        issueDate,
        dueDate,
        totalMinor,
        updatedAt,
        series,
        sequence,
        currency,
      )
      .where(sql`${firstPaidOn} < ${lastPaidOn}`),
  ];
}
