import { and, count, getTableColumns, inArray, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import { type PaymentRow, payments } from '../payment-tables.ts';
import type { OwnedList } from './owned-list.ts';

/** The payments, reversals and refunds of an invoice, in the order of their record: their ids are UUIDv7. */
export const paymentList: OwnedList<PaymentRow> = {
  order: {
    expression: sql`${payments.id}`,
    type: 'uuid',
    direction: 'ASC',
    id: sql`${payments.id}`,
    name: 'PAYMENT ASC',
  },
  async read(db, invoiceIds, keyset) {
    const wanted = sql`unnest(${toPgArray(invoiceIds)}::uuid[]) as wanted(invoice_id)`;
    const ofEach = db
      .select({ ...getTableColumns(payments), value: keyset.cursorValue.as('cursor_value') })
      .from(payments)
      .where(and(sql`${payments.invoiceId} = wanted.invoice_id`, keyset.where))
      .orderBy(keyset.orderBy)
      .limit(keyset.limit)
      .as('of_each');
    const rows = await db.select().from(wanted).innerJoinLateral(ofEach, sql`true`);
    return rows.map(({ of_each: { value, ...row } }) => ({
      invoiceId: row.invoiceId,
      row,
      place: { value, id: row.id },
    }));
  },
  async count(db, invoiceIds) {
    return await db
      .select({ invoiceId: payments.invoiceId, total: count() })
      .from(payments)
      .where(inArray(payments.invoiceId, [...invoiceIds]))
      .groupBy(payments.invoiceId);
  },
};
