import type { InputProblems } from '#kernel/input-problems.ts';
import { and, eq, gt, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { invoiceMails, mails } from '../../mail-tables.ts';
import { invoiceMailBounds } from '../invoice-mail-kind.ts';

/** Notes that an invoice, which must be locked, had as many mails within a day as it may have. */
export async function checkMailsOfDay(
  tx: Transaction,
  invoiceId: string,
  problems: InputProblems,
): Promise<void> {
  const { mailsPerDay } = invoiceMailBounds;
  const recent = await tx
    .select({ id: mails.id })
    .from(invoiceMails)
    .innerJoin(mails, eq(mails.id, invoiceMails.mailId))
    .where(
      and(
        eq(invoiceMails.invoiceId, invoiceId),
        gt(mails.createdAt, sql`clock_timestamp() - interval '1 day'`),
      ),
    )
    .limit(mailsPerDay);
  if (recent.length >= mailsPerDay)
    problems.add(
      'OUT_OF_RANGE',
      `The invoice had ${mailsPerDay} mails within a day, as many as it may have; try again tomorrow.`,
    );
}
