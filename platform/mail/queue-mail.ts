import { v7 as createId } from 'uuid';
import { sql } from '#platform/database/drizzle.ts';
import { getTableConfig } from '#platform/database/drizzle-tables.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { MailTable } from './mail-table.ts';

/** A mail to send. Its text is written when it is sent, of what is true then. */
export interface NewMail {
  /** The kind, by which it is composed, such as `INVOICE_ISSUED`. */
  readonly kind: string;
  /** Ids of what it is about, and nothing personal. */
  readonly about?: Readonly<Record<string, string>>;
  /** The address, if it is known now and shall be this one; otherwise it is looked up at the time of sending. */
  readonly recipient?: string;
  /** A language tag (BCP 47), if it is known now and shall be this one. */
  readonly language?: string;
  /** A name of the occasion, such as `issued:ID`, of which there shall be one mail only. */
  readonly dedupeKey?: string;
  /** The earliest time at which it may be sent; default at once. */
  readonly notBefore?: Date;
}

/**
 * Queues a mail in the caller's transaction: it is sent if that commits, and never otherwise.
 *
 * @returns its id, or undefined if there is one with the same dedupe key, in whatever state
 */
export async function queueMail(
  tx: Transaction,
  table: MailTable,
  { notBefore, ...mail }: NewMail,
): Promise<string | undefined> {
  const times = notBefore === undefined ? {} : { notBefore, dueAt: notBefore };
  const [row] = await tx
    .insert(table)
    .values({ id: createId(), ...mail, ...times })
    .onConflictDoNothing({ target: table.dedupeKey })
    .returning({ id: table.id });
  if (row !== undefined)
    await tx.execute(sql`select pg_notify(${toMailChannel(toMailTableName(table))}, '')`);
  return row?.id;
}

/** The table's name with its schema. */
export function toMailTableName(table: MailTable): string {
  const { schema, name } = getTableConfig(table);
  return `${schema}.${name}`;
}

/** The channel on which the database tells that mails were queued. */
export function toMailChannel(tableName: string): string {
  return tableName.replace('.', '_');
}
