import { sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';

/** Waits until no other transaction, of any process, holds the lock of a name, and holds it until this one ends. */
export async function lockName(tx: Transaction, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
