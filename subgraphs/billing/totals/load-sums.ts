import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import { parseId } from '../domain/reference.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { isInClass, listClasses } from '../store/list-class.ts';
import { isOfClasses, type ListSelection, selectCases } from '../store/read-list.ts';
import { invoices } from '../tables.ts';
import { type TotalsQuery, toCells } from './cells.ts';
import {
  type CurrencySums,
  currencySumColumns,
  type ListTotals,
  ledgerFigures,
  type SumsRow,
  toSums,
} from './sums.ts';

/** The most invoices that are counted and added up one by one, within some milliseconds. */
export const mostCounted = 5_000;

const [firstDay, lastDay] = ['0001-01-01', '9999-12-31'];

/** The fields of a filter for which totals are kept. */
const dimensions: ReadonlySet<string> = new Set([
  'status',
  'origin',
  'kind',
  'currency',
  'customerIds',
  'issuedFrom',
  'issuedTo',
]);

/** The totals that are kept for a filter; undefined if it has other conditions. */
export function toTotalsQuery(
  filter: Readable<InvoiceFilter> | null | undefined,
  { classes, condition }: ListSelection,
): TotalsQuery | undefined {
  const given = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined);
  const isKept = condition === undefined || given.every(([name]) => dimensions.has(name));
  const { currency, customerIds, issuedFrom, issuedTo } = filter ?? {};
  // The last day there is ends no period, and drafts, which have no day, come before its beginning.
  const isOpen = issuedTo === lastDay;
  const [from, to] = isOpen ? [issuedFrom ?? firstDay, undefined] : [issuedFrom, issuedTo];
  // The day after the last one must be a day of the calendar.
  const isInCalendar = [from, to].every((day) => !day || day < '9999');
  if (!isKept || !isInCalendar) return undefined;
  return {
    classes: classes ?? listClasses,
    currency: currency ?? undefined,
    customerIds: customerIds?.flatMap((id) => parseId(id) ?? []),
    from: from ?? undefined,
    to: to ?? undefined,
  };
}

interface TotalsSource {
  /** The totals that are kept for the whole filter. */
  readonly kept: TotalsQuery | undefined;
  /** True if more than {@link mostCounted} invoices are known to pass. */
  readonly isBeyond?: boolean;
}

/** Loads the totals of a list: those that are kept for its filter, or of at most {@link mostCounted} invoices. */
export async function loadListTotals(
  db: Reader,
  selection: ListSelection,
  { kept, isBeyond = false }: TotalsSource,
): Promise<ListTotals> {
  if (kept !== undefined) return toTotals(await loadSums(db, toCells(kept)), { isKept: true });
  if (isBeyond) return beyondCount;
  const found = await loadSums(
    db,
    sql`select * from (${selectCases(ledgerFigures(), selection, isOfClasses(selection), mostCounted + 1)}) as found
      limit ${mostCounted + 1}`,
  );
  return toTotals(found, { isKept: false });
}

/** True if more invoices pass than are counted: an index tells that before the sums of so many are read in vain. */
export async function isBeyondCount(db: Reader, selection: ListSelection): Promise<boolean> {
  const first = selectCases(sql`1`, selection, isOfClasses(selection), mostCounted + 1);
  const [row] = await db.execute<{ isBeyond: boolean }>(sql`
    select count(*) > ${mostCounted} as "isBeyond" from (select from (${first}) as one limit ${mostCounted + 1}) as counted`);
  return row?.isBeyond === true;
}

/** Counts the invoices of a selection among the newest of its classes: at least so many there are. */
export async function countAmongNewest(
  db: Reader,
  { classes, condition }: ListSelection,
): Promise<ListTotals> {
  if (classes?.length === 0) return { count: 0, isExact: true, sums: [] };
  const select = (inClass: SQL) =>
    sql`(select ${invoices.id} as id from ${invoices} where ${inClass} order by ${invoices.id} desc limit ${mostCounted})`;
  // From the newest of each class, which an index has in order.
  const ofClasses = (classes ?? []).map((one) => select(isInClass(one)));
  const candidates = classes === undefined ? select(sql`true`) : sql.join(ofClasses, sql` union all `);
  const newest = sql`array(select id from (${candidates}) as newest order by id desc limit ${mostCounted})`;
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from ${invoices} where ${and(sql`${invoices.id} = any (${newest})`, condition)}`);
  return { count: row?.count ?? 0, isExact: false, sums: null };
}

/** The totals of a list of more invoices than are counted. */
export const beyondCount: ListTotals = { count: mostCounted, isExact: false, sums: null };

/** The totals of a list from its sums; of more invoices than are counted there are none, unless they are kept. */
export function toTotals(
  sums: readonly CurrencySums[],
  { isKept }: { readonly isKept: boolean },
): ListTotals {
  const count = sums.reduce((all, one) => all + one.count, 0);
  if (isKept || count <= mostCounted) return { count, isExact: true, sums };
  return beyondCount;
}

/** The sums of rows of figures, by currency. */
async function loadSums(db: Reader, cells: SQL): Promise<CurrencySums[]> {
  const rows = await db.execute<SumsRow>(sql`
    select ${currencySumColumns} from (${cells}) as cell group by currency having sum(invoices) <> 0 order by currency`);
  return rows.map(toSums);
}
