import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import { isInClass, type ListClass, toClassNumber } from '../store/list-class.ts';
import { invoices } from '../tables.ts';
import { type Period, toMonths } from './period.ts';
import { type GrainRange, toGrainRanges } from './period-grains.ts';
import { figureColumns, ledgerFigures, takenOffColumns } from './sums.ts';

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
  /** True if only the figures are wanted by which customers are ranked. */
  readonly isRanked?: boolean;
  /** An array of the customers, if the statement itself finds them. */
  readonly customers?: SQL;
}

/** Rows of figures with the columns `customer_id` and `month`; the latter is the year if months are not wanted. */
export function toCustomerCells(
  given: TotalsQuery,
  { byMonth, isRanked = false, customers }: CellOptions,
): SQL {
  const isEmpty = given.from !== undefined && given.to !== undefined && given.from > given.to;
  const query = isEmpty ? { ...given, to: given.from, classes: [] } : given;
  const { firstMonth, endMonth, edges } = toMonths(query);
  const ofCustomers = and(
    query.customerIds && sql`customer_id = any (${toPgArray(query.customerIds)}::uuid[])`,
    customers && sql`customer_id = any (${customers})`,
    // Drafts have no day.
    query.from === undefined && query.to === undefined ? undefined : sql`period > '-infinity'`,
  );
  const select = (grain: 'D' | 'M' | 'Y' | 'A', { from, end, sign }: SignedRange) => {
    // The longest periods have the most rows: of these, the ranks have one for each customer.
    const ofRanks = isRanked && query.currency === undefined && (grain === 'Y' || grain === 'A');
    const condition = and(
      sql`grain = ${sql.raw(`'${grain}'`)}`,
      ofRanks ? undefined : inClasses(query.classes),
      query.currency === undefined ? undefined : sql`currency = ${query.currency}`,
      ofCustomers,
      from === undefined ? undefined : sql`period >= ${from}::date`,
      end === undefined ? undefined : sql`period < ${end}::date`,
    );
    const figures = ofRanks
      ? sql`${addOfClasses(query.classes, sign)} as invoices, 0 as total_minor`
      : toFigures(isRanked, sign);
    const table = sql.raw(ofRanks ? 'customer_ranks' : 'customer_totals');
    return sql`select customer_id, period as month, ${figures} from billing.${table} where ${condition}`;
  };
  const months = { from: firstMonth, end: endMonth, sign: 1 } as const;
  const parts = byMonth
    ? [select('M', months)]
    : toGrainRanges(query).flatMap(({ grain, ...range }) =>
        grain === 'DAY' ? [] : [select(customerGrains[grain], range)],
      );
  const all = [
    ...parts,
    select('D', months),
    ...edges.map(
      (edge) =>
        sql`select customer_id, month, ${toFigures(isRanked, 1)} from (${toEdgeCells(query, edge, customers)}) as edge`,
    ),
  ];
  return sql.join(all, sql` union all `);
}

type SignedRange = Omit<GrainRange, 'grain'>;

const customerGrains = { MONTH: 'M', YEAR: 'Y', ALL: 'A' } as const;

/** The columns of figures that are counted (1) or taken off (-1): all, or those by which customers are ranked. */
function toFigures(isRanked: boolean, sign: 1 | -1): SQL {
  if (!isRanked) return sign === 1 ? figureColumns : takenOffColumns;
  // PostgreSQL adds integers up in half of the time of bigints, whose sum may need more than 64 bits.
  const by = sign === 1 ? '' : '-';
  return sql.raw(`${by}invoices::integer as invoices, ${by}total_minor as total_minor`);
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

/** The number of invoices of some classes in a row of ranks, counted (1) or taken off (-1). */
export function addOfClasses(classes: readonly ListClass[], sign: 1 | -1): SQL {
  const ofClasses = classes.map((one) => `coalesce(invoices[${toClassNumber(one) + 1}], 0)`).join(' + ');
  return sql.raw(`${sign} * (${ofClasses || '0'})`);
}
