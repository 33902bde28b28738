import type { InputProblems } from '#kernel/input-problems.ts';
import { and, eq, gt, isNull, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { invoiceMails, mails } from '../../mail-tables.ts';
import { invoiceMailBounds } from '../invoice-mail-kind.ts';

/** Notes that people had as many mails sent about an invoice, which must be locked, within a day as they may. */
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
        // The mails that nobody asked for have the key of their occasion.
        isNull(mails.dedupeKey),
        gt(mails.createdAt, sql`clock_timestamp() - interval '1 day'`),
      ),
    )
    .limit(mailsPerDay);
  if (recent.length >= mailsPerDay)
    problems.add(
      'OUT_OF_RANGE',
      `People have sent ${mailsPerDay} mails about the invoice within a day, as many as they may; try again tomorrow.`,
    );
}
