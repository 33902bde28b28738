import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import type { TotalsQuery } from '../totals/cells.ts';
import { countClasses } from '../totals/count-classes.ts';
import { type CountedFilter, toExtentOfDays } from './count-filter.ts';
import type { ListClass } from './list-class.ts';
import type { ClassSpans } from './list-spans.ts';
import { mostNarrow } from './read-narrow-list.ts';

/** The sizes of classes in a list. */
export interface KnownSizes {
  /** The most invoices that may pass, of each class by its number; a class without any is absent. */
  readonly sizes: ReadonlyMap<number, number>;
  /** True if more invoices pass than are found and sorted. */
  readonly isWide: boolean;
  /** True if more invoices pass than are counted, and not only nearly all of these. */
  readonly isBeyond: boolean;
}

/** The ways to count the invoices of a filter. */
export interface SizeSources {
  readonly filter: Readable<InvoiceFilter>;
  readonly classes: readonly ListClass[];
  /** Totals that are kept for the filter. */
  readonly kept: TotalsQuery | undefined;
  /** The spans of the filter's days. */
  readonly spans: ReadonlyMap<number, ClassSpans> | undefined;
  readonly counted: CountedFilter | undefined;
}

/** Finds the sizes of classes if all that the filter asks for, or nearly all, can be counted. */
export async function findKnownSizes(
  db: Reader,
  { filter, classes, kept, spans, counted }: SizeSources,
): Promise<KnownSizes | undefined> {
  const extent = toExtentOfDays(filter);
  if (spans !== undefined && extent !== 'SOME') {
    const all = [...spans.values()];
    const isWide = add(all.map(({ least }) => least)) > mostNarrow;
    // Between the least and the most, the totals say it.
    if (isWide || add(all.map(({ most }) => most)) <= mostNarrow)
      return { sizes: toSizes(spans), isWide, isBeyond: isWide && extent === 'ALL' };
  }
  if (kept !== undefined) {
    const sizes = await countClasses(db, kept);
    return { sizes, isWide: add([...sizes.values()]) > mostNarrow, isBeyond: false };
  }
  if (spans !== undefined || counted === undefined || counted.extent === 'SOME') return undefined;
  const sizes = await counted.count(db, classes);
  const isWide = add([...sizes.values()]) > counted.mostNarrow;
  return { sizes, isWide, isBeyond: isWide && counted.extent === 'ALL' };
}

/** The sizes that spans know. */
export function toSizes(spans: ReadonlyMap<number, ClassSpans>): ReadonlyMap<number, number> {
  return new Map([...spans].map(([number, { most }]) => [number, most]));
}

const add = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);
