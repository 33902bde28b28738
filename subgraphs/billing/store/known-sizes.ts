import { sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { invoices } from '../tables.ts';
import type { TotalsQuery } from '../totals/cells.ts';
import { countClasses } from '../totals/count-classes.ts';
import { type CountedFilter, toExtentOfDays } from './count-filter.ts';
import { type ListClass, toClassNumber } from './list-class.ts';
import type { ClassSpans } from './list-spans.ts';
import { mostNarrow } from './read-narrow-list.ts';
import { isIssuedWithoutBalance, mayHaveBalance } from './settlement-condition.ts';

/** The sizes of classes in a list. */
interface KnownSizes {
  /** The most invoices that may pass, of each class by its number; a class without any is absent. */
  readonly sizes: ReadonlyMap<number, number>;
  /** True if more invoices pass than are found and sorted. */
  readonly isWide: boolean;
  /** True if more invoices pass than are counted, and not only nearly all of these. */
  readonly isBeyond: boolean;
  /** At least so many invoices meet what was counted. */
  readonly least: number;
}

/** The ways to count the invoices of a filter. */
interface SizeSources {
  readonly filter: Readable<InvoiceFilter>;
  readonly classes: readonly ListClass[];
  /** Totals that are kept for the filter. */
  readonly kept: TotalsQuery | undefined;
  /** The spans of the filter's days. */
  readonly spans: ReadonlyMap<number, ClassSpans> | undefined;
  readonly counted: CountedFilter | undefined;
  /** True if no invoice passes of which something is left to pay (`isOnlyWithoutBalance`). */
  readonly isWithoutBalance: boolean;
}

/** Finds the sizes of classes if all that the filter asks for, or nearly all, can be counted. */
export async function findKnownSizes(
  db: Reader,
  { filter, classes, kept, spans, counted, isWithoutBalance }: SizeSources,
): Promise<KnownSizes | undefined> {
  const extent = toExtentOfDays(filter);
  if (spans !== undefined && extent !== 'SOME') {
    const all = [...spans.values()];
    const least = add(all.map((one) => one.least));
    const isSurelyWide = least > mostNarrow;
    // Within the spans of many, an order meets a page soon also if they are fewer.
    const isWide = isSurelyWide || add(all.map(({ likely }) => likely)) > 2 * mostNarrow;
    if (isWide || add(all.map(({ most }) => most)) <= mostNarrow)
      return { sizes: toSizes(spans), isWide, isBeyond: isSurelyWide && extent === 'ALL', least };
  }
  if (kept !== undefined) {
    const ofKept = await countClasses(db, kept);
    const sizes = isWithoutBalance ? await limitToSettled(db, ofKept, classes) : ofKept;
    const isWide = add([...sizes.values()]) > mostNarrow;
    return { sizes, isWide, isBeyond: false, least: add([...ofKept.values()]) };
  }
  if (counted === undefined || counted.extent === 'SOME') return undefined;
  const sizes = await counted.count(db, classes);
  const isWide = add([...sizes.values()]) > counted.mostNarrow;
  return { sizes, isWide, isBeyond: isWide && counted.extent === 'ALL', least: 0 };
}

/** Sets the sizes of classes of issued invoices to the numbers of those of which nothing is left to pay. */
async function limitToSettled(
  db: Reader,
  sizes: ReadonlyMap<number, number>,
  classes: readonly ListClass[],
): Promise<ReadonlyMap<number, number>> {
  const issued = new Set(classes.filter(mayHaveBalance).map(toClassNumber));
  if (issued.size === 0) return sizes;
  const found = await findSettled(db);
  const isMore = add(found.map(({ count }) => count)) > mostNarrow;
  // Of more than are counted, a class may have as many as it has invoices.
  if (isMore) return sizes;
  const others = [...sizes].filter(([number]) => !issued.has(number));
  const few = found.filter((row) => issued.has(row.class));
  return new Map([...others, ...few.map((row): [number, number] => [row.class, row.count])]);
}

/** True if something is left to pay of more than so many of some invoices, whichever these are. */
export async function isLeftToPayOfMore(db: Reader, some: number, most: number): Promise<boolean> {
  if (some <= most) return false;
  const settled = add((await findSettled(db)).map(({ count }) => count));
  return settled <= mostNarrow && some - settled > most;
}

/** Counts the issued invoices of which nothing is left to pay, by the number of their class, and {@link mostNarrow} at the most. */
async function findSettled(db: Reader): Promise<readonly { class: number; count: number }[]> {
  return db.execute<{ class: number; count: number }>(sql`
    select class, count(*)::int as count from (
      select ${invoices.listClass} as class from ${invoices} where ${isIssuedWithoutBalance} limit ${mostNarrow + 1}) as first
    group by class`);
}

/** The sizes that spans know. */
export function toSizes(spans: ReadonlyMap<number, ClassSpans>): ReadonlyMap<number, number> {
  return new Map([...spans].map(([number, { most }]) => [number, most]));
}

const add = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);
