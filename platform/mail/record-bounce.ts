import { and, eq, inArray, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { type MailTable, mailRowBounds } from './mail-table.ts';

/** A mail that came back after the server had taken it (RFC 3464). */
interface Bounce {
  /** Of the mail, with its angle brackets. */
  readonly messageId: string;
  /** The words of the server that refused it. */
  readonly words: string;
}

/**
 * Records that a mail came back. Whoever reads the mailbox to which bounces go calls it.
 *
 * @returns the mail's id, or undefined if no mail was sent under the message id, or it is known to have come back
 */
export async function recordBounce(
  tx: Transaction,
  table: MailTable,
  { messageId, words }: Bounce,
): Promise<string | undefined> {
  const [row] = await tx
    .update(table)
    .set({
      state: 'REFUSED',
      problemCode: 'BOUNCED',
      problem: words.replaceAll('\0', ' ').slice(0, mailRowBounds.text),
      bouncedAt: sql`clock_timestamp()`,
    })
    .where(and(eq(table.messageId, messageId), inArray(table.state, ['SENT', 'UNCERTAIN'])))
    .returning({ id: table.id });
  return row?.id;
}
