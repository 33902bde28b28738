import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { eq } from '#platform/database/drizzle.ts';
import { lifecycleStatuses, platformDeposits } from '../lifecycle-tables.ts';
import { findInvoicesByNumber } from '../store/find-invoices.ts';
import { writeHistory } from '../store/write-history.ts';
import { toLifecycleStatus } from './lifecycle-codes.ts';
import { parseStatusMessage } from './status-message.ts';

/** The name under which the history tells what the platform said. */
const platformActor = 'approved-platform';

/** Applies the text of a message once, however often it comes. @returns all that is wrong with it */
export async function applyStatus(
  db: PostgresJsDatabase,
  text: string,
  now: Date,
): Promise<readonly string[]> {
  const { message, problems } = parseStatusMessage(text);
  if (message === undefined) return problems;
  const { id, invoice: number, status: code, at: occurredAt, reasons } = message;
  const [invoice] = await findInvoicesByNumber(db, [number]);
  const [deposit] =
    invoice === undefined
      ? []
      : await db
          .select({ invoiceId: platformDeposits.invoiceId })
          .from(platformDeposits)
          .where(eq(platformDeposits.invoiceId, invoice.id));
  if (deposit === undefined)
    return ['/invoice must be the number of an invoice that was given to the platform'];
  const { invoiceId } = deposit;
  await db.transaction(async (tx) => {
    const added = await tx
      .insert(lifecycleStatuses)
      .values({ id, invoiceId, code, occurredAt, receivedAt: now, reasons })
      .onConflictDoNothing()
      .returning({ id: lifecycleStatuses.id });
    if (added.length === 0) return;
    const reason = [toLifecycleStatus(code), ...reasons.map((one) => one.text)].join(': ');
    const details = { reason: reason.slice(0, 500) };
    await writeHistory(tx, {
      invoiceId,
      kind: 'PLATFORM_STATUS',
      occurredAt: now,
      actor: platformActor,
      details,
    });
  });
  return [];
}
