import type { InvoiceSummaryGrouping } from '../../generated/graphql.ts';
import { omitAbsent, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';

/** The choices of the live dashboard, from its address. */
export interface LiveSearch {
  /** `hide` if invoices of a simulator do not count. */
  readonly simulated?: 'hide';
  /** The grouping of the summary; by month without it. */
  readonly group?: InvoiceSummaryGrouping;
  readonly from?: string;
  readonly to?: string;
  readonly currency?: string;
}

export const summaryGroupings: readonly InvoiceSummaryGrouping[] = [
  'DAY',
  'MONTH',
  'CUSTOMER',
  'PRODUCT',
  'STATUS',
];

/** Reads the address; what it does not know is left out, as an address may be old or written by hand. */
export function readLiveSearch(given: Record<string, unknown>): LiveSearch {
  return omitAbsent({
    simulated: toOneOf(['hide'] as const, given['simulated']),
    group: toOneOf(summaryGroupings, given['group']),
    from: toDayParameter(given['from']),
    to: toDayParameter(given['to']),
    currency: toCurrencyParameter(given['currency']),
  });
}

function toDayParameter(value: unknown): string | undefined {
  const text = toSearchParameter(value);
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
}

function toCurrencyParameter(value: unknown): string | undefined {
  const text = toSearchParameter(value);
  return text !== undefined && /^[A-Z]{3}$/.test(text) ? text : undefined;
}
