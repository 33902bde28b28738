import { eq, getTableColumns, inArray, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { type InvoiceMailRow, invoiceMails, type MailRow, mails } from '../mail-tables.ts';

/** A mail with what it is about. */
export type InvoiceMail = MailRow &
  InvoiceMailRow & {
    /** True if a newer mail sends it again. */
    readonly isResent: boolean;
  };

/** The columns of a mail with what it is about, of a join of both tables. */
export const mailColumns = {
  ...getTableColumns(mails),
  ...getTableColumns(invoiceMails),
  isResent: sql<boolean>`exists (select from billing.invoice_mails as newer where newer.resent_mail_id = ${mails.id})`,
};

/** Finds a mail by its id. */
export async function findMail(db: Reader, id: string): Promise<InvoiceMail | undefined> {
  const [mail] = await findMailsById(db, [id]);
  return mail;
}

/** Finds mails, in the order of the ids, by one statement; undefined for an id that does not exist. */
export async function findMailsById(
  db: Reader,
  ids: readonly string[],
): Promise<(InvoiceMail | undefined)[]> {
  const rows = await db
    .select(mailColumns)
    .from(invoiceMails)
    .innerJoin(mails, eq(mails.id, invoiceMails.mailId))
    .where(inArray(invoiceMails.mailId, [...ids]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id));
}
