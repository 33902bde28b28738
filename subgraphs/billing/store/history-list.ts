import { and, count, getTableColumns, inArray, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import { type InvoiceHistoryRow, invoiceHistory } from '../payment-tables.ts';
import type { OwnedList } from './owned-list.ts';

/** The events of an invoice's life, the newest first. */
export const historyList: OwnedList<InvoiceHistoryRow> = {
  order: {
    expression: sql`${invoiceHistory.position}`,
    type: 'bigint',
    direction: 'DESC',
    // The same for all events of an invoice; their positions are unique.
    id: sql`${invoiceHistory.invoiceId}`,
    name: 'HISTORY DESC',
  },
  async read(db, invoiceIds, keyset) {
    const wanted = sql`unnest(${toPgArray(invoiceIds)}::uuid[]) as wanted(invoice_id)`;
    const ofEach = db
      .select({ ...getTableColumns(invoiceHistory), value: keyset.cursorValue.as('cursor_value') })
      .from(invoiceHistory)
      .where(and(sql`${invoiceHistory.invoiceId} = wanted.invoice_id`, keyset.where))
      .orderBy(keyset.orderBy)
      .limit(keyset.limit)
      .as('of_each');
    const rows = await db.select().from(wanted).innerJoinLateral(ofEach, sql`true`);
    return rows.map(({ of_each: { value, ...row } }) => ({
      invoiceId: row.invoiceId,
      row,
      place: { value, id: row.invoiceId },
    }));
  },
  async count(db, invoiceIds) {
    return await db
      .select({ invoiceId: invoiceHistory.invoiceId, total: count() })
      .from(invoiceHistory)
      .where(inArray(invoiceHistory.invoiceId, [...invoiceIds]))
      .groupBy(invoiceHistory.invoiceId);
  },
};
