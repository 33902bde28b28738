import { desc, inArray } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import {
  type LifecycleStatusRow,
  lifecycleStatuses,
  type PlatformDepositRow,
  platformDeposits,
} from '../lifecycle-tables.ts';

/** An invoice at the platform: since when, and what was told of it, the newest first. */
export interface Lifecycle extends PlatformDepositRow {
  readonly statuses: readonly LifecycleStatusRow[];
}

/** The lifecycles of several invoices in their order, by two statements; undefined for one that was not given to the platform. */
export async function findLifecycles(
  db: Reader,
  invoiceIds: readonly string[],
): Promise<(Lifecycle | undefined)[]> {
  const ids = [...invoiceIds];
  const deposits = await db.select().from(platformDeposits).where(inArray(platformDeposits.invoiceId, ids));
  const found = deposits.map(({ invoiceId }) => invoiceId);
  const rows =
    found.length === 0
      ? []
      : await db
          .select()
          .from(lifecycleStatuses)
          .where(inArray(lifecycleStatuses.invoiceId, found))
          .orderBy(desc(lifecycleStatuses.occurredAt), desc(lifecycleStatuses.id));
  const byInvoice = Map.groupBy(rows, ({ invoiceId }) => invoiceId);
  const lifecycles = new Map(
    deposits.map((deposit) => [
      deposit.invoiceId,
      { ...deposit, statuses: byInvoice.get(deposit.invoiceId) ?? [] },
    ]),
  );
  return ids.map((id) => lifecycles.get(id));
}
