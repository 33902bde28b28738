import { eq } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { requestHistory } from '../request-tables.ts';

/** Writes an entry of a request's history. */
export async function writeRequestHistory(
  tx: Transaction,
  entry: Omit<typeof requestHistory.$inferInsert, 'position'>,
): Promise<void> {
  await tx.insert(requestHistory).values(entry);
}

/** The number of entries of a request's history. */
export function countHistory(db: Reader, requestId: string): Promise<number> {
  return db.$count(requestHistory, eq(requestHistory.requestId, requestId));
}
