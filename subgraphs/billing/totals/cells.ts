import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import { isInClass, type ListClass, toClassNumber } from '../store/list-class.ts';
import { invoices } from '../tables.ts';
import { type Period, toMonths } from './period.ts';
import { figureColumns, ledgerFigures } from './sums.ts';

/** The invoices whose totals are wanted: all of some classes, by dimensions that totals are kept for. */
export interface TotalsQuery extends Period {
  readonly classes: readonly ListClass[];
  readonly currency: string | undefined;
  /** Undefined for all. */
  readonly customerIds: readonly string[] | undefined;
}

/** In place of the customer of invoices of no known one. */
const nobody = sql.raw(`'00000000-0000-0000-0000-000000000000'::uuid`);

/** Rows of figures, whatever else is in them. */
export function toCells(query: TotalsQuery): SQL {
  return query.customerIds === undefined ? toDailyCells(query) : toCustomerCells(query, { byMonth: false });
}

/** Rows of figures with the column `day`. */
export function toDailyCells({ classes, currency, from, to }: TotalsQuery): SQL {
  const condition = and(
    inClasses(classes),
    currency === undefined ? undefined : sql`currency = ${currency}`,
    from === undefined ? undefined : sql`day >= ${from}::date`,
    to === undefined ? undefined : sql`day <= ${to}::date`,
    // Drafts have no day.
    from === undefined && to === undefined ? undefined : sql`day > '-infinity'`,
  );
  return sql`select day, ${figureColumns} from billing.daily_totals where ${condition}`;
}

interface CellOptions {
  readonly byMonth: boolean;
  /** The columns of figures that are read, by default all of them: some are in an index. */
  readonly figures?: SQL;
  /** An array of the customers, if the statement itself finds them. */
  readonly customers?: SQL;
}

/** Rows of figures with the columns `customer_id` and `month`; the latter is the year if months are not wanted. */
export function toCustomerCells(
  given: TotalsQuery,
  { byMonth, figures = figureColumns, customers }: CellOptions,
): SQL {
  const isEmpty = given.from !== undefined && given.to !== undefined && given.from > given.to;
  const query = isEmpty ? { ...given, to: given.from, classes: [] } : given;
  const { firstMonth, endMonth, edges } = toMonths(query);
  const isOpen = query.from === undefined && query.to === undefined;
  const common = and(
    inClasses(query.classes),
    query.currency === undefined ? undefined : sql`currency = ${query.currency}`,
    query.customerIds && sql`customer_id = any (${toPgArray(query.customerIds)}::uuid[])`,
    customers && sql`customer_id = any (${customers})`,
    isOpen ? undefined : sql`period > '-infinity'`,
  );
  const within = (first: string | undefined, end: string | undefined) =>
    and(
      first === undefined ? undefined : sql`period >= ${first}::date`,
      end === undefined ? undefined : sql`period < ${end}::date`,
    );
  const select = (grain: string, range: SQL | undefined) =>
    sql`select customer_id, period as month, ${figures} from billing.customer_totals
      where ${and(sql`grain = ${sql.raw(`'${grain}'`)}`, common, range)}`;
  const months = (first: string | undefined, end: string | undefined) => select('M', within(first, end));
  const firstYear = firstMonth && toYear(firstMonth, true);
  const endYear = endMonth && toYear(endMonth, false);
  const hasYears = !byMonth && (firstYear === undefined || endYear === undefined || firstYear < endYear);
  const parts = hasYears
    ? [
        select('Y', within(firstYear, endYear)),
        ...(firstMonth === undefined ? [] : [months(firstMonth, firstYear)]),
        ...(endMonth === undefined ? [] : [months(endYear, endMonth)]),
      ]
    : [months(firstMonth, endMonth)];
  const all = [
    ...parts,
    select('D', within(firstMonth, endMonth)),
    ...edges.map(
      (edge) =>
        sql`select customer_id, month, ${figures} from (${toEdgeCells(query, edge, customers)}) as edge`,
    ),
  ];
  return sql.join(all, sql` union all `);
}

/** The figures of the ledger's invoices of some days. */
function toEdgeCells(
  { classes, currency, customerIds }: TotalsQuery,
  { from, to, sign }: { readonly from: string; readonly to: string; readonly sign: 1 | -1 },
  customers: SQL | undefined,
): SQL {
  const condition = and(
    isInClass(...classes),
    sql`${invoices.issueDate} between ${from}::date and ${to}::date`,
    currency === undefined ? undefined : sql`${invoices.currency} = ${currency}`,
    customerIds && sql`${invoices.customerId} = any (${toPgArray(customerIds)}::uuid[])`,
    customers && sql`coalesce(${invoices.customerId}, ${nobody}) = any (${customers})`,
  );
  return sql`select coalesce(${invoices.customerId}, ${nobody}) as customer_id,
    date_trunc('month', ${invoices.issueDate}::timestamp)::date as month, ${ledgerFigures(sign)} from ${invoices} where ${condition}`;
}

/** The condition that a row of totals is of one of these classes. */
export function inClasses(classes: readonly ListClass[]): SQL {
  return classes.length === 0
    ? sql`false`
    : sql`class in (${sql.raw(classes.map(toClassNumber).join(', '))})`;
}

/** The first day of the month's year or, if the month is not its first one and `isUp`, of the next year. */
function toYear(month: string, isUp: boolean): string {
  const year = Number(month.slice(0, 4)) + (isUp && !month.endsWith('-01-01') ? 1 : 0);
  return `${String(year).padStart(4, '0')}-01-01`;
}
