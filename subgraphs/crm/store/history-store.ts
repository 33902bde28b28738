import type { InputProblems } from '#kernel/input-problems.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { requestBounds } from '../domain/bounds.ts';
import { requestHistory } from '../request-tables.ts';

/** Writes an entry of a request's history. */
export async function writeRequestHistory(
  tx: Transaction,
  entry: Omit<typeof requestHistory.$inferInsert, 'position'>,
): Promise<void> {
  await tx.insert(requestHistory).values(entry);
}

/** Notes that a request has as many entries of its history as it may have. */
export async function checkHistory(db: Reader, requestId: string, problems: InputProblems): Promise<void> {
  if ((await db.$count(requestHistory, eq(requestHistory.requestId, requestId))) >= requestBounds.history)
    problems.add('OUT_OF_RANGE', `A request has at most ${requestBounds.history} entries of its history.`);
}
