import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { Money } from '#schema/money.ts';
import { toMoneyObject } from '#schema/money.ts';
import { hasBalance } from '../store/settlement-condition.ts';
import { invoices } from '../tables.ts';

/** The sums of invoices in one currency, as the API shows them. */
export interface CurrencySums {
  readonly currency: string;
  readonly count: number;
  readonly creditNoteCount: number;
  readonly netTotal: MoneyObject;
  readonly taxTotal: MoneyObject;
  readonly total: MoneyObject;
  readonly creditNoteTotal: MoneyObject;
  readonly balance: MoneyObject;
}
type MoneyObject = ReturnType<typeof toMoneyObject>;

/** The number of invoices of a list and their sums. */
export interface ListTotals {
  readonly count: number;
  /** False if there are more than were counted. */
  readonly isExact: boolean;
  /** By currency; null if there are more than were counted. */
  readonly sums: readonly CurrencySums[] | null;
}

/** A row of {@link currencySumColumns}. A type alias: rows of SQL are made of it. */
export type SumsRow = {
  readonly currency: string;
  readonly count: string;
  readonly creditNoteCount: string;
  readonly netMinor: string;
  readonly taxMinor: string;
  readonly totalMinor: string;
  readonly creditNoteMinor: string;
  readonly balanceMinor: string;
};

/** The sums of rows that have the columns of {@link ledgerFigures}, to be grouped by currency at least. */
export const currencySumColumns = sql.raw(`currency, sum(invoices)::text as count,
  coalesce(sum(invoices) filter (where class & 4 <> 0), 0)::text as "creditNoteCount",
  sum(net_minor)::text as "netMinor", sum(tax_minor)::text as "taxMinor", sum(total_minor)::text as "totalMinor",
  coalesce(sum(total_minor) filter (where class & 4 <> 0), 0)::text as "creditNoteMinor",
  sum(balance_minor)::text as "balanceMinor"`);

/** The columns that both tables of totals have. */
export const figureColumns = sql.raw(
  'class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor',
);

/** The same columns of rows that are taken off a sum. */
export const takenOffColumns = sql.raw(`class, currency, -invoices as invoices, -net_minor as net_minor,
  -tax_minor as tax_minor, -total_minor as total_minor, -balance_minor as balance_minor`);

/** The sums of the same columns without the class, to be grouped by currency at least. */
export const addedFigures = sql.raw(`currency, sum(invoices) as invoices, sum(net_minor) as net_minor,
  sum(tax_minor) as tax_minor, sum(total_minor) as total_minor, sum(balance_minor) as balance_minor`);

/** The same columns of invoices of the ledger, counted once or taken off. */
export function ledgerFigures(sign: 1 | -1 = 1): SQL {
  const by = sql.raw(String(sign));
  const { listClass, currency, netMinor, taxMinor, totalMinor, paidMinor, creditedMinor } = invoices;
  return sql`${listClass} as class, ${currency} as currency, ${by} as invoices, ${by} * ${netMinor} as net_minor,
    ${by} * ${taxMinor} as tax_minor, ${by} * ${totalMinor} as total_minor,
    case when ${hasBalance()} then ${by} * (${totalMinor} - ${paidMinor} - ${creditedMinor}) else 0 end as balance_minor`;
}

/** The sums of a row in the form of the API. */
export function toSums(row: SumsRow): CurrencySums {
  const money = (minor: string) =>
    toMoneyObject({ amountMinor: BigInt(minor), currency: row.currency } satisfies Money);
  return {
    currency: row.currency,
    count: Number(row.count),
    creditNoteCount: Number(row.creditNoteCount),
    netTotal: money(row.netMinor),
    taxTotal: money(row.taxMinor),
    total: money(row.totalMinor),
    creditNoteTotal: money(row.creditNoteMinor),
    balance: money(row.balanceMinor),
  };
}
