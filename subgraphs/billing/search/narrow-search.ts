import { type SQL, sql } from '#platform/database/drizzle.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { toSearchText } from '#platform/text/plain-text.ts';
import { invoices } from '../tables.ts';

/** Of more invoices the list is read in its order until the page is full. */
const mostFound = 5_000;
/** So many invoices without an entry in the index are read within some hundred milliseconds. */
const mostWaiting = 50_000;
/** The index knows parts of three characters. */
const hasIndexedPart = /[\p{L}\p{N}]{3}/v;

/**
 * A condition beside that of a search, which lets through every invoice that the search finds, and few others: it names
 * those that the index finds. Undefined when reading the ledger is better: the text is too short or too frequent.
 */
export async function narrowSearch(db: Reader, given: string | null | undefined): Promise<SQL | undefined> {
  const text = toSearchText(given ?? '', { isMultiline: true });
  if (text === undefined || !hasIndexedPart.test(text)) return undefined;
  const [row] = await db.execute<{ ids: string | null }>(
    sql`select billing.find_by_text(${toContainsPattern(text)}, ${mostFound}, ${mostWaiting})::text as ids`,
  );
  // As the server wrote the array, so it reads it.
  return row?.ids ? sql`${invoices.id} = any (${row.ids}::uuid[])` : undefined;
}
