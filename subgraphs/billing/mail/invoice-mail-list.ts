import { count, eq, inArray, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import { invoiceMails, mails } from '../mail-tables.ts';
import type { OwnedList } from '../store/owned-list.ts';
import { mailOrder } from './mail-order.ts';
import { type InvoiceMail, mailColumns } from './mail-store.ts';

/** The mails of an invoice, the newest first. */
export const invoiceMailList: OwnedList<InvoiceMail> = {
  order: mailOrder,
  async read(db, invoiceIds, keyset) {
    const wanted = sql`unnest(${toPgArray(invoiceIds)}::uuid[]) as wanted(id)`;
    const ofEach = db
      .select({
        mailId: sql<string>`${invoiceMails.mailId}`.as('page_mail_id'),
        value: keyset.cursorValue.as('cursor_value'),
      })
      .from(invoiceMails)
      .where(sql`${invoiceMails.invoiceId} = wanted.id and ${keyset.where ?? sql`true`}`)
      .orderBy(keyset.orderBy)
      .limit(keyset.limit)
      .as('of_each');
    const rows = await db
      .select({ mail: mailColumns, value: ofEach.value })
      .from(wanted)
      .innerJoinLateral(ofEach, sql`true`)
      .innerJoin(invoiceMails, eq(invoiceMails.mailId, ofEach.mailId))
      .innerJoin(mails, eq(mails.id, invoiceMails.mailId))
      .orderBy(keyset.orderBy);
    return rows.map(({ mail, value }) => ({
      invoiceId: mail.invoiceId,
      row: mail,
      place: { value, id: mail.id },
    }));
  },
  async count(db, invoiceIds) {
    return await db
      .select({ invoiceId: invoiceMails.invoiceId, total: count() })
      .from(invoiceMails)
      .where(inArray(invoiceMails.invoiceId, [...invoiceIds]))
      .groupBy(invoiceMails.invoiceId);
  },
};
