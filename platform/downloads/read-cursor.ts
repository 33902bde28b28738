import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';

/** So many rows are read by one statement. */
const batchSize = 1_000;
/** The longest that one statement may run, in milliseconds: the first one sorts all rows. */
const statementMs = 60_000;
/** The longest that a reader of the file may let the transaction wait, in milliseconds. */
const readerMs = 120_000;

/** Sets the bounds of a transaction that reads a whole file, some rows at a time. */
export async function boundFileReading(tx: Transaction): Promise<void> {
  await tx.execute(sql.raw(`set local statement_timeout = ${statementMs}`));
  await tx.execute(sql.raw(`set local idle_in_transaction_session_timeout = ${readerMs}`));
  // All rows are read, so that sorting them may be better than reading an index in order.
  await tx.execute(sql`set local cursor_tuple_fraction = 1`);
  await tx.execute(sql`set local work_mem = '32MB'`);
}

/** Reads the rows of a query, some at a time, from a cursor of the database. */
export async function* readCursor<Row extends Record<string, unknown>>(
  tx: Transaction,
  query: SQL,
): AsyncGenerator<Row[], void, undefined> {
  await tx.execute(sql`declare whole_list no scroll cursor for ${query}`);
  for (;;) {
    const rows = await tx.execute<Row>(sql.raw(`fetch ${batchSize} from whole_list`));
    if (rows.length > 0) yield [...rows] as Row[];
    if (rows.length < batchSize) break;
  }
  await tx.execute(sql`close whole_list`);
}
