import type {
  DerivedInvoiceStatus,
  InvoiceFilter,
  InvoiceKind,
  InvoiceOrder,
  InvoiceOrderField,
  InvoiceOrigin,
  OrderDirection,
} from '../../generated/graphql.ts';
import { omitAbsent, readPagePlace, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';

export const invoiceStatuses: readonly DerivedInvoiceStatus[] = [
  'DRAFT',
  'OPEN',
  'PARTIALLY_PAID',
  'OVERDUE',
  'PAID',
  'VOID',
];
export const invoiceKinds: readonly InvoiceKind[] = ['INVOICE', 'CREDIT_NOTE'];
export const invoiceOrigins: readonly InvoiceOrigin[] = ['OWN', 'IMPORTED'];
const orders: readonly InvoiceOrderField[] = [
  'NUMBER',
  'ISSUE_DATE',
  'DUE_DATE',
  'TOTAL',
  'CREATED_AT',
  'UPDATED_AT',
];
const directions: readonly OrderDirection[] = ['ASC', 'DESC'];

/** The columns of the list, in their order; the number is always shown. */
export const invoiceColumns = [
  'number',
  'status',
  'kind',
  'origin',
  'customer',
  'issueDate',
  'dueDate',
  'reference',
  'currency',
  'net',
  'total',
  'balance',
  'updatedAt',
] as const;
export type InvoiceColumn = (typeof invoiceColumns)[number];
const usualColumns: readonly InvoiceColumn[] = [
  'number',
  'status',
  'customer',
  'issueDate',
  'dueDate',
  'total',
  'balance',
];

/** Filters whose value is a text as it is: a day, a decimal, an id, a part of a number. */
const textFilters = [
  'search',
  'currency',
  'customer',
  'product',
  'importJob',
  'numberPrefix',
  'reference',
  'issuedFrom',
  'issuedTo',
  'dueFrom',
  'dueTo',
  'paidFrom',
  'paidTo',
  'minTotal',
  'maxTotal',
] as const;
type TextFilter = (typeof textFilters)[number];

/** The filter, the order, the columns and the place in the list of invoices, as the address has them. */
export interface InvoiceSearch extends Partial<Readonly<Record<TextFilter, string>>> {
  /** Derived statuses between commas. */
  readonly status?: string;
  readonly kind?: InvoiceKind;
  readonly origin?: InvoiceOrigin;
  readonly balance?: 'yes' | 'no';
  readonly order?: InvoiceOrderField;
  readonly direction?: OrderDirection;
  /** Keys of columns between commas. */
  readonly columns?: string;
  readonly after?: string;
  readonly before?: string;
}

/** The members of the address that filter. */
export const filterNames = [...textFilters, 'status', 'kind', 'origin', 'balance'] as const;

/** Reads the address; what it does not know is left out, as an address may be old or written by hand. */
export function readInvoiceSearch(given: Record<string, unknown>): InvoiceSearch {
  const texts = Object.fromEntries(textFilters.map((name) => [name, toSearchParameter(given[name])]));
  const needsCurrency = texts['currency'] === undefined;
  return omitAbsent({
    ...texts,
    ...(needsCurrency && { minTotal: undefined, maxTotal: undefined }),
    status: joinKnown(invoiceStatuses, given['status']),
    kind: toOneOf(invoiceKinds, given['kind']),
    origin: toOneOf(invoiceOrigins, given['origin']),
    balance: toOneOf(['yes', 'no'] as const, given['balance']),
    order: toOneOf(orders, given['order']),
    direction: toOneOf(directions, given['direction']),
    columns: joinKnown(invoiceColumns, given['columns']),
    ...readPagePlace(given),
  }) as InvoiceSearch;
}

function joinKnown<Value extends string>(known: readonly Value[], given: unknown): string | undefined {
  const names = split(toSearchParameter(given));
  return known.filter((one) => names.includes(one)).join(',') || undefined;
}

function split(text: string | undefined): readonly string[] {
  return text?.split(',') ?? [];
}

/** The statuses that the address names. */
export function toStatuses({ status }: InvoiceSearch): readonly DerivedInvoiceStatus[] {
  const names = split(status);
  return invoiceStatuses.filter((one) => names.includes(one));
}

/** The columns to show. */
export function toShownColumns({ columns }: InvoiceSearch): readonly InvoiceColumn[] {
  if (columns === undefined) return usualColumns;
  const names = split(columns);
  return invoiceColumns.filter((one) => one === 'number' || names.includes(one));
}

/** The filter as the API takes it. */
export function toInvoiceFilter(search: InvoiceSearch): InvoiceFilter {
  const statuses = toStatuses(search);
  const list = (value: string | undefined) => (value === undefined ? undefined : [value]);
  return omitAbsent({
    search: search.search,
    derivedStatus: statuses.length === 0 ? undefined : [...statuses],
    kind: search.kind,
    origin: search.origin,
    hasBalance: search.balance === undefined ? undefined : search.balance === 'yes',
    currency: search.currency,
    minTotal: search.minTotal,
    maxTotal: search.maxTotal,
    customerIds: list(search.customer),
    productIds: list(search.product),
    importJobId: search.importJob,
    numberPrefix: search.numberPrefix,
    externalReference: list(search.reference),
    issuedFrom: search.issuedFrom,
    issuedTo: search.issuedTo,
    dueFrom: search.dueFrom,
    dueTo: search.dueTo,
    paidFrom: search.paidFrom,
    paidTo: search.paidTo,
  }) as InvoiceFilter;
}

/** The order as the API takes it: newest first without one. */
export function toInvoiceOrder({
  order = 'CREATED_AT',
  direction = 'DESC',
}: InvoiceSearch): Required<InvoiceOrder> {
  return { field: order, direction };
}
