import { readListArguments } from '#kernel/read-list-arguments.ts';
import { and } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { type PageArguments, parsePage } from '#platform/graphql/page.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter, QueryInvoicesArgs } from '../generated/types.ts';
import type { InvoiceConnectionModel } from '../models.ts';
import { narrowSearch } from '../search/narrow-search.ts';
import { countClasses } from '../totals/count-classes.ts';
import { countAmongNewest, loadListTotals, mostCounted, toDays, toTotalsQuery } from '../totals/load-sums.ts';
import { type CountedFilter, toCountedFilter } from './count-filter.ts';
import { findInvoicesById } from './find-invoices.ts';
import { toInvoiceConnection } from './invoice-connection.ts';
import { toSelection } from './invoice-filter.ts';
import { type ListOrder, toListOrder } from './invoice-order.ts';
import { findJobIds } from './job-ids.ts';
import { listClasses } from './list-class.ts';
import { placePage } from './list-place.ts';
import { narrowByLines } from './narrow-by-lines.ts';
import { narrowSelection, readOrderedPage } from './read-list.ts';
import { mostNarrow, readNarrowPage } from './read-narrow-list.ts';

/**
 * A page of all invoices that pass a filter. A few statements find its ids and one reads the invoices; one before may look
 * a search up, one after may count.
 */
export async function listInvoices(
  db: Reader,
  given: Partial<QueryInvoicesArgs>,
  today: string,
): Promise<InvoiceConnectionModel> {
  const order = toListOrder(given.orderBy);
  const [args, { page, places }, asked] = readListArguments(
    given,
    (readable) => readPlaces(readable, order),
    ({ filter }) => toSelection(filter, today),
  );
  const search = args.filter?.search ? await narrowSearch(db, args.filter.search) : undefined;
  const lines = await narrowByLines(db, args.filter);
  const jobIds = await findJobIds(db, args.filter);
  const isFrequent = search?.isFrequent === true;
  const texts = search?.isIncomplete === true ? 'SOME' : 'ALL';
  const reading = { looksLinesUp: lines.isWide, texts: isFrequent ? texts : undefined, jobIds } as const;
  const narrowed = and(search?.condition, lines.condition);
  const selection = narrowSelection(asked, narrowed);
  const looked = narrowSelection(toSelection(args.filter, today, reading), narrowed);
  const query = { ...looked, ...places, order, limit: page.size + 1 };
  const days = toDays(args.filter, selection);
  const kept = toTotalsQuery(args.filter, asked);
  const counted = toCountedFilter(args.filter, { today, jobIds });
  const countThese = (these: CountedFilter) => these.count(db, asked.classes ?? listClasses);
  const countWide = async () => {
    if (days !== undefined) return countClasses(db, days);
    return counted && countThese(counted);
  };
  // If all of the filter can be counted, the number tells at once that it is not narrow.
  const countKnown = async () => {
    if (selection.condition === undefined) return undefined;
    // A frequent text or product is soon met in many invoices, however they were chosen.
    const rest = {
      ...args.filter,
      ...(isFrequent && { search: null }),
      ...(lines.isWide && { productIds: null }),
    };
    const keptOfRest = toTotalsQuery(rest, asked);
    if (keptOfRest !== undefined) return countClasses(db, keptOfRest);
    return counted === undefined || counted.extent === 'SOME' ? undefined : countThese(counted);
  };
  const known = await countKnown();
  const most = isFrequent || lines.isWide ? mostNarrow : (counted?.mostNarrow ?? mostNarrow);
  const isKnownWide = isAbove(most, known);
  const narrow =
    selection.condition && !isKnownWide ? await readNarrowPage(db, query, known && most) : undefined;
  const sizes = known ?? (narrow === undefined ? await countWide() : undefined);
  const cursors =
    narrow?.cursors ??
    (await readOrderedPage(db, { ...query, sizes, mostSorted: toMostSorted(args.filter, counted, order) }));
  // The page's own statements may have found more than are counted.
  const isCountedBeyond = isKnownWide ? counted?.extent === 'ALL' : selection.condition !== undefined;
  const isBeyond = narrow === undefined ? isCountedBeyond : narrow.count > mostCounted;
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
      if (lines.first === undefined || isBeyond) return loadListTotals(db, selection, { kept, isBeyond });
      // The first lines mostly have more invoices than are counted.
      const { condition, classes = asked.classes } = toSelection({ ...args.filter, productIds: null }, today);
      const ofFirst = narrowSelection({ condition, classes }, lines.first.condition);
      const totals = await loadListTotals(db, ofFirst, { kept: undefined });
      return totals.isExact && !lines.first.isAll ? loadListTotals(db, selection, { kept }) : totals;
    },
  );
}

/** True if classes of these sizes have more invoices in all. */
function isAbove(most: number, sizes: ReadonlyMap<number, number> | undefined): boolean {
  const count = [...(sizes?.values() ?? [])].reduce((all, one) => all + one, 0);
  return count > most;
}

/**
 * So many invoices of a class are sorted sooner than the index of the order comes to them. Invoices of some days lie together
 * in most orders, and perhaps at the far end.
 */
function toMostSorted(
  filter: Readable<InvoiceFilter> | null | undefined,
  counted: CountedFilter | undefined,
  { isTimeless }: ListOrder,
): number {
  if (filter?.customerIds) return mostNarrow;
  if (filter?.search || filter?.productIds) return 1_000;
  if (counted?.mostSorted !== undefined)
    return isTimeless ? Math.min(mostNarrow, counted.mostSorted) : counted.mostSorted;
  if (filter?.currency && !filter.issuedFrom && !filter.issuedTo) return 2_000;
  return isTimeless ? mostNarrow : 20_000;
}

function readPlaces(args: PageArguments, order: ListOrder) {
  const page = parsePage(args, order.name);
  return { page, places: placePage(page, order) };
}
