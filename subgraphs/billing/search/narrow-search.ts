import { type SQL, sql } from '#platform/database/drizzle.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { toSearchText } from '#platform/text/plain-text.ts';
import { invoices } from '../tables.ts';
import { isSearchedInLines } from './is-searched-in-lines.ts';

/** If a text has more invoices, the list is read in its order until the page is full. */
const mostFound = 5_000;
/** The number of invoices without an entry in the index that can be read within some hundred milliseconds. */
const mostWaiting = 20_000;

/**
 * A further condition for a search. It names the invoices that the index finds: all that the search finds, and few
 * others. Undefined if reading the ledger is better, because the text is too short or too frequent.
 */
export async function narrowSearch(db: Reader, given: string | null | undefined): Promise<SQL | undefined> {
  const text = toSearchText(given ?? '', { isMultiline: true });
  if (text === undefined || !isSearchedInLines(text)) return undefined;
  const [row] = await db.execute<{ ids: string | null }>(
    sql`select billing.find_by_text(${toContainsPattern(text)}, ${mostFound}, ${mostWaiting})::text as ids`,
  );
  // The array goes back to the server as the server wrote it.
  return row?.ids ? sql`${invoices.id} = any (${row.ids}::uuid[])` : undefined;
}
