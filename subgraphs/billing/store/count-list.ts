import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { beyondCount, loadListTotals, mostCounted } from '../totals/load-sums.ts';
import type { ListTotals } from '../totals/sums.ts';
import { hasOnly } from './count-filter.ts';
import { toSelection } from './invoice-filter.ts';
import { areOfMore, hasFurtherLines, isOfFirstLines } from './narrow-by-lines.ts';
import { type ListSelection, narrowSelection } from './read-list.ts';

/** Loads the totals of a list whose products are in many lines: these mostly are of more invoices than are counted. */
export async function loadTotalsOfProducts(
  db: Reader,
  filter: Readable<InvoiceFilter>,
  selection: ListSelection,
  today: string,
): Promise<ListTotals> {
  const productIds = filter.productIds ?? [];
  if (hasOnly(filter, ['productIds']) && (await areOfMore(db, productIds, mostCounted))) return beyondCount;
  const { condition, classes = selection.classes } = toSelection({ ...filter, productIds: null }, today);
  const ofFirst = narrowSelection({ condition, classes }, isOfFirstLines(productIds));
  const totals = await loadListTotals(db, ofFirst, { kept: undefined });
  if (!totals.isExact || !(await hasFurtherLines(db, productIds))) return totals;
  return loadListTotals(db, selection, { kept: undefined });
}
