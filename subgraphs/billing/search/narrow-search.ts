import { type SQL, sql } from '#platform/database/drizzle.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { toSearchText } from '#platform/text/plain-text.ts';
import { searchBacklog } from '../search-tables.ts';
import { invoices } from '../tables.ts';
import { chooseRareParts, type SampledText } from './rare-parts.ts';
import { toParts, toSearchExtent, toWordPatterns } from './search-extent.ts';
import type { SearchSample } from './search-samples.ts';

/** If a text has more invoices, the list is read in its order until the page is full. */
const mostFound = 5_000;
/** The number of invoices without an entry in the index that can be read within some hundred milliseconds. */
const mostWaiting = 20_000;

const noSample: SearchSample = { text: [], lines: [] };

/** The result of looking a search up in the index. */
export interface NarrowedSearch {
  /**
   * A further condition. It names the invoices that the index finds: all that the search finds, and few others if it is not exact.
   * Undefined if reading the ledger is better.
   */
  readonly condition?: SQL;
  /** True if the text is in too many invoices to name them. */
  readonly isFrequent: boolean;
  /** True if the condition names those that the search finds and no others, so that none of them needs to be read for it. */
  readonly isExact: boolean;
  /** True if the index may lack invoices that were there when this was looked up. */
  readonly isIncomplete: boolean;
}

/**
 * Looks a search up in the index of texts.
 *
 * @param sample by which the rare parts of a text are known; without one, the whole text is looked up
 */
export async function narrowSearch(
  db: Reader,
  given: string | null | undefined,
  sample: SearchSample = noSample,
): Promise<NarrowedSearch> {
  const text = toSearchText(given ?? '', { isMultiline: true });
  const extent = text === undefined ? 'NOWHERE' : toSearchExtent(text);
  if (text === undefined || extent === 'NOWHERE')
    return { isFrequent: false, isExact: false, isIncomplete: true };
  const find =
    extent === 'CONTAINED'
      ? sql`billing.find_by_text(${toContainsPattern(text)}, ${mostFound}, ${mostWaiting}, ${toPatterns(sample.text, text)}::text[], ${toPatterns(sample.lines, text)}::text[])`
      : sql`billing.find_by_words(${toPgArray(toWordPatterns(text))}, ${mostFound}, ${mostWaiting})`;
  const [row] = await db.execute<{ ids: string | null; isIncomplete: boolean }>(sql`
    select ${find}::text as ids, exists (select from ${searchBacklog}) as "isIncomplete"`);
  const { ids = null, isIncomplete = true } = row ?? {};
  if (!ids) return { isFrequent: true, isExact: false, isIncomplete };
  // The array goes back to the server as the server wrote it.
  const condition = sql`${invoices.id} = any (${ids}::uuid[])`;
  // With a line break, a text may begin in one text of an invoice and end in the next one of the index. Beginnings of words are looked for
  // in the invoice itself, and the index may have the words of its lines in the same place.
  const isExact = extent === 'CONTAINED' && !text.includes('\n');
  return { condition, isFrequent: false, isExact, isIncomplete };
}

function toPatterns(sample: readonly SampledText[], text: string): string {
  return toPgArray(chooseRareParts(sample, toParts(text)).map(toContainsPattern));
}
