import { sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { approvals } from '../../approval-tables.ts';
import type { ApprovalAction } from '../../domain/approval.ts';
import { payments } from '../../payment-tables.ts';
import { invoices } from '../../tables.ts';

/**
 * Adds up the amounts of an invoice's credits, or of its reversals, that nobody approved, in minor units: a limit is one of
 * the invoice, so that several small ones are no way around it. What an undone import took back does not count.
 */
export async function sumUnapproved(
  tx: Transaction,
  action: ApprovalAction,
  invoiceId: string,
): Promise<bigint> {
  // An invoice becomes void once.
  if (action === 'VOID') return 0n;
  const done =
    action === 'CREDIT'
      ? sql`select ${invoices.id} as id, -${invoices.totalMinor} as minor from ${invoices}
          where ${invoices.creditedInvoiceId} = ${invoiceId}`
      : sql`select ${payments.id}, abs(${payments.amountMinor}) from ${payments}
          where ${payments.invoiceId} = ${invoiceId} and ${payments.kind} = 'REVERSAL' and ${payments.recordedBy} <> 'batch'`;
  const [row] = await tx.execute<{ sum: string }>(sql`
    select coalesce(sum(minor), 0)::text as sum from (${done}) as done (id, minor)
    where id not in (select ${approvals.resultId} from ${approvals}
      where ${approvals.invoiceId} = ${invoiceId} and ${approvals.status} = 'APPROVED')`);
  return BigInt(row?.sum ?? 0);
}
