/** A filter of the list with values that differ from call to call. */
export interface FilterCase {
  readonly name: string;
  /** The filter of the nth call. */
  readonly toFilter: (nth: number) => Record<string, unknown>;
}

/** An id as the generated ledger has it: 1 for customers, 2 for products, 7 for import jobs. */
const toId = (kind: number, n: number) =>
  `${kind.toString(16).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
/** A day of the ledger's three years. */
const dayAfter = (nth: number, step: number) =>
  new Date(Date.UTC(2023, 11, 1 + ((nth * step) % 1080))).toISOString().slice(0, 10);
const monthAfter = (day: string) => new Date(Date.parse(day) + 30 * 86_400_000).toISOString().slice(0, 10);
/** Customers from the largest to the smallest. */
const ranks = [1, 2, 5, 20, 100, 700, 4_000, 19_000];
const customerOf = (nth: number) => toId(1, ranks[nth % ranks.length] ?? 1);

/** The filters that are measured with every order. */
export const filterCases: readonly FilterCase[] = [
  { name: 'none', toFilter: () => ({}) },
  { name: 'status', toFilter: (nth) => ({ status: [['DRAFT', 'ISSUED', 'PAID', 'VOID'][nth % 4]] }) },
  { name: 'two states', toFilter: (nth) => ({ status: nth % 2 ? ['ISSUED', 'PAID'] : ['DRAFT', 'VOID'] }) },
  { name: 'overdue', toFilter: () => ({ isOverdue: true }) },
  { name: 'origin', toFilter: (nth) => ({ origin: ['OWN', 'IMPORTED'][nth % 2] }) },
  { name: 'kind', toFilter: (nth) => ({ kind: ['INVOICE', 'CREDIT_NOTE'][nth % 2] }) },
  { name: 'import job', toFilter: (nth) => ({ importJobId: toId(7, nth % 7) }) },
  { name: 'customer', toFilter: (nth) => ({ customerIds: [customerOf(nth)] }) },
  {
    name: 'customer and status',
    toFilter: (nth) => ({ customerIds: [customerOf(nth)], status: ['ISSUED'] }),
  },
  {
    name: 'ten customers',
    toFilter: (nth) => ({
      customerIds: Array.from({ length: 10 }, (_one, at) => toId(1, 1 + nth * 17 + at)),
    }),
  },
  { name: 'currency', toFilter: (nth) => ({ currency: ['EUR', 'USD', 'CHF', 'JPY', 'SEK'][nth % 5] }) },
  {
    name: 'amount',
    toFilter: (nth) => ({ currency: 'EUR', minTotal: `${nth * 500}`, maxTotal: `${nth * 500 + 10}` }),
  },
  { name: 'large amount', toFilter: (nth) => ({ currency: 'USD', minTotal: `${5_000 + 500 * (nth % 8)}` }) },
  {
    name: 'day of issue',
    toFilter: (nth) => ({ issuedFrom: dayAfter(nth, 131), issuedTo: dayAfter(nth, 131) }),
  },
  { name: 'issued since', toFilter: (nth) => ({ issuedFrom: dayAfter(nth, 131) }) },
  {
    name: 'month and currency',
    toFilter: (nth) => ({
      issuedFrom: dayAfter(nth, 131),
      issuedTo: monthAfter(dayAfter(nth, 131)),
      currency: ['EUR', 'JPY'][nth % 2],
    }),
  },
  { name: 'issued until', toFilter: (nth) => ({ issuedTo: dayAfter(nth, 131) }) },
  { name: 'due since', toFilter: (nth) => ({ dueFrom: dayAfter(nth + 3, 271) }) },
  { name: 'partially paid', toFilter: () => ({ derivedStatus: ['PARTIALLY_PAID'] }) },
  { name: 'with a balance', toFilter: () => ({ hasBalance: true }) },
  {
    name: 'paid in a month',
    toFilter: (nth) => ({ paidFrom: dayAfter(nth + 200, 131), paidTo: monthAfter(dayAfter(nth + 200, 131)) }),
  },
  { name: 'paid since', toFilter: (nth) => ({ paidFrom: dayAfter(nth + 3, 271) }) },
  { name: 'product', toFilter: (nth) => ({ productIds: [toId(2, ranks[nth % 6] ?? 1)] }) },
  {
    name: 'number prefix',
    toFilter: (nth) => ({ numberPrefix: ['2026-00012', '2025', 'OLD/12', '2024-1'][nth % 4] }),
  },
  { name: 'numbers', toFilter: (nth) => ({ numbers: [`2026-00${1000 + nth}`, `OLD/${nth * 7}`, 'none'] }) },
  { name: 'due until', toFilter: (nth) => ({ dueTo: dayAfter(nth + 3, 271) }) },
  {
    name: 'search',
    toFilter: (nth) => ({
      search: ['2026-00012', 'girard 18', 'boulangerie', 'lorry 17', 'order-77', 'zzz', 'ab'][nth % 7],
    }),
  },
  {
    name: 'search and status',
    toFilter: (nth) => ({ search: ['martin', 'order-9', 'lorry'][nth % 3], status: ['ISSUED'] }),
  },
];

/** The summaries that are measured. */
export const summaryCases: readonly {
  name: string;
  toVariables: (nth: number) => Record<string, unknown>;
}[] = [
  { name: 'by status', toVariables: () => ({ groupBy: 'STATUS' }) },
  { name: 'by month', toVariables: () => ({ groupBy: 'MONTH' }) },
  { name: 'by day of a year', toVariables: () => ({ groupBy: 'DAY', from: '2025-03-01', to: '2026-02-28' }) },
  { name: 'by customer', toVariables: () => ({ groupBy: 'CUSTOMER' }) },
  {
    name: 'by customer in one currency from any day',
    toVariables: (nth) => ({ groupBy: 'CUSTOMER', from: dayAfter(nth, 131), filter: { currency: 'EUR' } }),
  },
  {
    name: 'by customer in a month',
    toVariables: (nth) => ({
      groupBy: 'CUSTOMER',
      from: `2025-0${1 + (nth % 9)}-01`,
      to: `2025-0${1 + (nth % 9)}-28`,
    }),
  },
  {
    name: 'by month of a customer',
    toVariables: (nth) => ({ groupBy: 'MONTH', filter: { customerIds: [customerOf(nth)] } }),
  },
  { name: 'by product', toVariables: () => ({ groupBy: 'PRODUCT' }) },
  {
    name: 'by product in one currency',
    toVariables: () => ({ groupBy: 'PRODUCT', filter: { currency: 'EUR' } }),
  },
  {
    name: 'by product between any days',
    toVariables: (nth) => ({
      groupBy: 'PRODUCT',
      from: dayAfter(nth % 8, 37),
      to: dayAfter(20 + (nth % 8), 39),
    }),
  },
  {
    name: 'by product in a month',
    toVariables: (nth) => ({
      groupBy: 'PRODUCT',
      from: `2025-0${1 + (nth % 9)}-01`,
      to: `2025-0${1 + (nth % 9)}-28`,
    }),
  },
  {
    name: 'by product in a year',
    toVariables: (nth) => ({
      groupBy: 'PRODUCT',
      from: `202${4 + (nth % 2)}-01-01`,
      to: `202${4 + (nth % 2)}-12-31`,
    }),
  },
  {
    name: 'by product with drafts',
    toVariables: () => ({ groupBy: 'PRODUCT', filter: { status: ['DRAFT', 'ISSUED', 'PAID'] } }),
  },
  {
    name: 'by product of a customer',
    toVariables: (nth) => ({ groupBy: 'PRODUCT', filter: { customerIds: [toId(1, 20 * (1 + nth))] } }),
  },
  {
    name: 'by product of the largest customer in a month',
    toVariables: (nth) => ({
      groupBy: 'PRODUCT',
      from: `2025-0${1 + (nth % 9)}-01`,
      to: `2025-0${1 + (nth % 9)}-28`,
      filter: { customerIds: [toId(1, 1)] },
    }),
  },
];

const fields = ['NUMBER', 'ISSUE_DATE', 'DUE_DATE', 'TOTAL', 'CREATED_AT', 'UPDATED_AT'] as const;
/** Every order of the list. */
export const orders = fields.flatMap((field) =>
  (['ASC', 'DESC'] as const).map((direction) => ({ field, direction })),
);
export type BenchOrder = (typeof orders)[number];

/** The places of a page in the list. */
export const places = ['first', 'deep', 'last'] as const;
export type Place = (typeof places)[number];

/** The arguments of a page at a place; `cursor` is one from deep inside the list. */
export function toPageArguments(place: Place, cursor: string): Record<string, unknown> {
  if (place === 'first') return { first: 25 };
  return place === 'deep' ? { first: 25, after: cursor } : { last: 25 };
}
