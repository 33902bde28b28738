import { readListArguments } from '#kernel/read-list-arguments.ts';
import { and } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { type PageArguments, parsePage } from '#platform/graphql/page.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter, InvoiceOrderField, QueryInvoicesArgs } from '../generated/types.ts';
import type { InvoiceConnectionModel } from '../models.ts';
import { narrowSearch } from '../search/narrow-search.ts';
import type { SearchSamples } from '../search/search-samples.ts';
import {
  countAmongNewest,
  isBeyondCount,
  loadListTotals,
  mostCounted,
  toTotalsQuery,
} from '../totals/load-sums.ts';
import {
  type CountedFilter,
  isBoundedByIndex,
  isOfPaymentIndexes,
  toCountedFilter,
  toExtentOfDays,
} from './count-filter.ts';
import { loadTotalsOfProducts } from './count-list.ts';
import { findInvoicesById } from './find-invoices.ts';
import { toInvoiceConnection } from './invoice-connection.ts';
import { toSelection } from './invoice-filter.ts';
import { type ListOrder, toListOrder } from './invoice-order.ts';
import { findJobIds } from './job-ids.ts';
import { findKnownSizes, isLeftToPayOfMore, toSizes } from './known-sizes.ts';
import { listClasses } from './list-class.ts';
import { placePage } from './list-place.ts';
import { loadListSpans, toFilterDays } from './list-spans.ts';
import { narrowByLines } from './narrow-by-lines.ts';
import { toPaidDays } from './paid-days.ts';
import { narrowSelection, readOrderedPage } from './read-list.ts';
import { mostNarrow, readNarrowPage } from './read-narrow-list.ts';
import { isOnlyWithBalance, isOnlyWithoutBalance } from './settlement-condition.ts';

/**
 * A page of all invoices that pass a filter. A few statements find its ids and one reads the invoices; one before may look
 * a search up, one after may count.
 *
 * @param samples for searches for several words, which take longer without
 */
export async function listInvoices(
  db: Reader,
  given: Partial<QueryInvoicesArgs>,
  today: string,
  samples?: SearchSamples,
): Promise<InvoiceConnectionModel> {
  const order = toListOrder(given.orderBy);
  const [args, { page, places }, asked] = readListArguments(
    given,
    (readable) => readPlaces(readable, order),
    ({ filter }) => toSelection(filter, today),
  );
  const search = args.filter?.search
    ? await narrowSearch(db, args.filter.search, await samples?.get())
    : undefined;
  const lines = await narrowByLines(db, args.filter);
  const jobIds = await findJobIds(db, args.filter);
  const isFrequent = search?.isFrequent === true;
  const texts = search?.isIncomplete === true ? 'SOME' : 'ALL';
  const reading = { looksLinesUp: lines.isWide, texts: isFrequent ? texts : undefined, jobIds } as const;
  const narrowed = and(search?.condition, lines.condition);
  const unnamed = search?.isExact ? { ...args.filter, search: null } : args.filter;
  const selection = narrowSelection(toSelection(unnamed, today), narrowed);
  const looked = narrowSelection(toSelection(unnamed, today, reading), narrowed);
  const query = { ...looked, ...places, order, limit: page.size + 1 };
  const kept = toTotalsQuery(args.filter, asked);
  const counted = toCountedFilter(args.filter, jobIds);
  const classes = asked.classes ?? listClasses;
  const days = toFilterDays(args.filter, { today, jobIds });
  const spans = days && (await loadListSpans(db, days, classes, order));
  const isWithoutBalance = isOnlyWithoutBalance(args.filter ?? {});
  // A frequent text or product is soon met in many invoices, however they were chosen.
  const rest = {
    ...args.filter,
    ...(isFrequent && { search: null }),
    ...(lines.isWide && { productIds: null }),
    // Of nearly all issued invoices something is left to pay, and of paid ones nothing; most are not overdue.
    hasBalance: null,
    ...(isWithoutBalance && { derivedStatus: null }),
    ...(args.filter?.isOverdue === false && { isOverdue: null }),
  };
  const keptOfRest = toTotalsQuery(rest, asked);
  // If all of the filter can be counted, the number tells at once that it is not narrow.
  const known =
    selection.condition &&
    (await findKnownSizes(db, { filter: rest, classes, kept: keptOfRest, spans, counted, isWithoutBalance }));
  const most = isFrequent || lines.isWide ? mostNarrow : (counted?.mostNarrow ?? mostNarrow);
  const narrow =
    selection.condition && !known?.isWide ? await readNarrowPage(db, query, known && most) : undefined;
  const countWide = async () => counted?.count(db, classes) ?? (spans && toSizes(spans));
  const sizes = known?.sizes ?? (narrow === undefined ? await countWide() : undefined);
  const mostSorted = toMostSorted(args.filter, counted, order);
  const cursors = narrow?.cursors ?? (await readOrderedPage(db, { ...query, sizes, spans, mostSorted }));
  // The page's own statements may have found more than are counted.
  const isWhole = toExtentOfDays(args.filter ?? {}) === 'ALL' || counted?.extent === 'ALL';
  const isCountedBeyond = known?.isWide ? isWhole && known.isBeyond : selection.condition !== undefined;
  const isBeyond = narrow === undefined ? isCountedBeyond : narrow.count > mostCounted;
  const leastWithBalance = isOnlyWithBalance(args.filter ?? {}) ? (known?.least ?? 0) : 0;
  const rows = await findInvoicesById(
    db,
    cursors.map(({ id }) => id),
  );
  return toInvoiceConnection(
    page,
    // An invoice may be deleted between the two statements.
    cursors.flatMap((cursor, nth) => {
      const invoice = rows[nth];
      return invoice === undefined ? [] : { ...cursor, invoice };
    }),
    ({ invoice }) => invoice,
    async () => {
      if (isFrequent) return countAmongNewest(db, looked);
      if (lines.isWide && !isBeyond) {
        // Of few others, each is asked for a line sooner than the lines are read.
        if (known !== undefined && addUp(known.sizes) <= mostAsked)
          return loadListTotals(db, looked, { kept });
        return loadTotalsOfProducts(db, args.filter ?? {}, selection, today);
      }
      const isSurelyBeyond =
        isBeyond ||
        (await isLeftToPayOfMore(db, leastWithBalance, mostCounted)) ||
        (narrow === undefined && isBoundedByIndex(args.filter ?? {}) && (await isBeyondCount(db, selection)));
      return loadListTotals(db, selection, { kept, isBeyond: isSurelyBeyond });
    },
  );
}

/**
 * So many invoices of a class are sorted sooner than the index of the order comes to them: few if they have to be read for it, and more if
 * the index that finds them has the order's values as well.
 */
function toMostSorted(
  filter: Readable<InvoiceFilter> | null | undefined,
  counted: CountedFilter | undefined,
  { field, isTimeless }: ListOrder,
): number {
  if (filter?.customerIds) return mostNarrow;
  if (filter?.search || filter?.productIds) return 1_000;
  if (counted?.mostSorted !== undefined)
    return isTimeless ? Math.min(mostNarrow, counted.mostSorted) : counted.mostSorted;
  if (filter?.currency && !filter.issuedFrom && !filter.issuedTo) return 2_000;
  if (isTimeless) return mostNarrow;
  // In the order of the days themselves, their invoices follow each other.
  if ((filter?.issuedFrom || filter?.issuedTo) && field === 'ISSUE_DATE') return 0;
  if ((filter?.dueFrom || filter?.dueTo) && field === 'DUE_DATE') return 0;
  const hasValues = filter && toPaidDays(filter) ? isOfPaymentIndexes(filter) : ordersOfDayIndexes.has(field);
  return hasValues ? mostNarrow : 2_000;
}

/** The orders whose values the indexes by day of issue and by due day have. */
const ordersOfDayIndexes: ReadonlySet<InvoiceOrderField> = new Set(['CREATED_AT', 'ISSUE_DATE', 'DUE_DATE']);

/** So many invoices are asked for a line within some milliseconds. */
const mostAsked = 7_500;

const addUp = (sizes: ReadonlyMap<number, number>) => [...sizes.values()].reduce((all, one) => all + one, 0);

function readPlaces(args: PageArguments, order: ListOrder) {
  const page = parsePage(args, order.name);
  return { page, places: placePage(page, order) };
}
