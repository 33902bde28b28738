import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { createBadInputError } from '#platform/graphql/bad-input.ts';
import { type Money, toMoneyObject } from '#schema/money.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { invoiceLines } from '../line-tables.ts';
import { isInClass, type ListClass } from '../store/list-class.ts';
import { invoices } from '../tables.ts';
import { addOfClasses, inClasses, type TotalsQuery } from '../totals/cells.ts';
import { countClasses } from '../totals/count-classes.ts';
import { type GrainRange, toGrainRanges } from '../totals/period-grains.ts';

/** The sums of lines in one currency, as the API shows them. */
export interface LineSums {
  readonly currency: string;
  /** Null for the lines of several groups, of which a document may have some. */
  readonly documentCount: number | null;
  readonly quantity: string;
  readonly netTotal: ReturnType<typeof toMoneyObject>;
  readonly taxTotal: ReturnType<typeof toMoneyObject>;
}

/** The lines with one product, with one stock keeping unit and no product, or with neither. */
interface ProductGroup {
  readonly productId: string | null;
  readonly sku: string | null;
  readonly lineSums: readonly LineSums[];
}

/** The sums of the lines of invoices, by product. */
export interface ProductSummary {
  readonly groupCount: number;
  readonly groups: readonly ProductGroup[];
  /** False if lines of imported invoices are left out that are not in the totals yet. */
  readonly isComplete: boolean;
}

/** The invoices whose lines are added up, and the largest number of groups. */
export interface ProductQuery extends TotalsQuery {
  readonly first: number;
}

type SumsRow = {
  readonly currency: string | null;
  readonly documents: string;
  readonly quantityE4: string;
  readonly netMinor: string;
  readonly taxMinor: string;
};

type GroupRow = SumsRow & {
  readonly isComplete: boolean;
  readonly productId: string;
  readonly sku: string;
  readonly groupCount: string;
};

const nil = '00000000-0000-0000-0000-000000000000';
const keyColumns = sql.raw('product_id, sku, currency');
const figureColumns = sql.raw('invoices, quantity_e4, net_minor, tax_minor');
const takenOff = sql.raw(
  '-invoices as invoices, -quantity_e4 as quantity_e4, -net_minor as net_minor, -tax_minor as tax_minor',
);
const sums = sql.raw(
  'sum(invoices) as invoices, sum(quantity_e4) as quantity_e4, sum(net_minor) as net_minor, sum(tax_minor) as tax_minor',
);
const sumColumns = sql.raw(`currency, invoices::text as documents, quantity_e4::text as "quantityE4",
  net_minor::text as "netMinor", tax_minor::text as "taxMinor"`);
const isDraft = ({ status }: ListClass) => status === 'DRAFT';

/**
 * Loads the sums of the lines of invoices by product, from the totals that are kept. The cells of a large ledger are many: all are
 * added up by one column for the rank, and the figures only of the groups that are shown.
 *
 * @throws {GraphQLError} BAD_USER_INPUT if lines of too many documents would have to be read in the ledger
 */
export async function loadProductSummary(db: Reader, query: ProductQuery): Promise<ProductSummary> {
  const ledger = toLedgerQuery(query);
  if (ledger !== undefined) await checkLedgerDocuments(db, ledger);
  const hasLedger = ledger !== undefined;
  const cells = sql`(${toCells(query, { hasLedger })}) as cell`;
  const rankedCells = sql`(${toCells(query, { hasLedger, isRanked: true })}) as cell`;
  const order = sql`rank desc, product_id, sku`;
  const rows = await db.execute<GroupRow>(sql`
    with ${ledger && sql`ledger as materialized (${toLedgerCells(ledger)}),`} added as materialized (
      select product_id, sku, ${toRank(query)} as rank from ${rankedCells} group by product_id, sku having sum(invoices) <> 0),
    ranked as materialized (
      select product_id, sku, row_number() over (order by ${order}) as place, (select count(*) from added) as all_groups
      from (select * from added order by ${order} limit ${query.first}) as first),
    figures as (
      select product_id, sku, currency, ${sums} from ${cells} where ${isRanked}
      group by product_id, sku, currency having sum(invoices) <> 0),
    shown as (select * from figures join ranked using (product_id, sku))
    select complete.is_complete as "isComplete", product_id::text as "productId", sku, all_groups::text as "groupCount",
      ${sumColumns}
    from (select ${isComplete(query)} as is_complete) as complete left join shown on true
    order by place, currency`);
  const shown = rows.filter(({ currency }) => currency !== null);
  const groups = Map.groupBy(shown, ({ productId, sku }) => `${productId} ${sku}`);
  return {
    isComplete: rows.every((row) => row.isComplete),
    groupCount: Number(shown[0]?.groupCount ?? 0),
    groups: [...groups.values()].map((ofGroup) => toGroup(ofGroup)),
  };
}

/** Loads the sums of all lines of a product summary, by currency. */
export async function loadAllLineSums(db: Reader, query: ProductQuery): Promise<LineSums[]> {
  const ledger = toLedgerQuery(query);
  const rows = await db.execute<SumsRow>(sql`
    with ${ledger && sql`ledger as materialized (${toLedgerCells(ledger)}),`} added as (
      select currency, ${sums} from (${toCells(query, { hasLedger: ledger !== undefined })}) as cell
      group by currency having sum(invoices) <> 0)
    select ${sumColumns} from added order by currency`);
  return rows.map((row) => ({ ...toLineSums(row), documentCount: null }));
}

/** In this form PostgreSQL looks each cell up in a hash, and never compares it with all groups, whatever it expects to find. */
const isRanked = sql`((product_id, sku) in (select product_id, sku from ranked)) is true`;

/** The documents for whose lines no totals are kept: those of customers, and drafts, which have no day. */
function toLedgerQuery({ classes, customerIds, ...query }: ProductQuery): TotalsQuery | undefined {
  if (customerIds !== undefined) return { ...query, classes, customerIds };
  const drafts = classes.filter(isDraft);
  const isOpen = query.from === undefined && query.to === undefined;
  return isOpen && drafts.length > 0 ? { ...query, classes: drafts, customerIds } : undefined;
}

/** So many documents' lines are read in a fifth of a second. */
const mostLedgerDocuments = 20_000;

async function checkLedgerDocuments(db: Reader, query: TotalsQuery): Promise<void> {
  const count = [...(await countClasses(db, query)).values()].reduce((all, one) => all + one, 0);
  if (count <= mostLedgerDocuments) return;
  const most = mostLedgerDocuments.toLocaleString('en');
  throw createBadInputError(
    `The lines of at most ${most} drafts or documents of customers are added up by product, not of ${count.toLocaleString('en')}: give fewer customers, a shorter period, or fewer states.`,
  );
}

function toGroup(rows: readonly GroupRow[]): ProductGroup {
  const [{ productId, sku } = { productId: nil, sku: '' }] = rows;
  return {
    productId: productId === nil ? null : productId,
    sku: sku === '' ? null : sku,
    lineSums: rows.map(toLineSums),
  };
}

function toLineSums({ currency, documents, quantityE4, netMinor, taxMinor }: SumsRow): LineSums {
  const money = (minor: string) =>
    toMoneyObject({ amountMinor: BigInt(minor), currency: currency ?? '' } satisfies Money);
  return {
    currency: currency ?? '',
    documentCount: Number(documents),
    quantity: formatQuantity(BigInt(quantityE4)),
    netTotal: money(netMinor),
    taxTotal: money(taxMinor),
  };
}

/** Products are ranked by their net, or by their documents if currencies differ. */
function toRank({ currency }: ProductQuery): SQL {
  return sql.raw(currency === undefined ? 'sum(invoices)' : 'sum(net_minor)');
}

/** Lines of customers are read in the ledger, so none of theirs is missing. */
function isComplete({ classes, customerIds }: ProductQuery): SQL {
  const needsImports = customerIds === undefined && classes.some(({ origin }) => origin === 'IMPORTED');
  return needsImports ? sql`not exists (select from billing.product_backlog)` : sql`true`;
}

interface CellOptions {
  readonly hasLedger: boolean;
  /** True if only the figures are wanted by which products are ranked. */
  readonly isRanked?: boolean;
}

function toCells(query: ProductQuery, { hasLedger, isRanked = false }: CellOptions): SQL {
  const { classes, customerIds, from, to } = query;
  const columns = toColumns(isRanked, 1);
  const ofLedger = sql`select ${columns} from ledger`;
  if (customerIds !== undefined) return ofLedger;
  const kept = { ...query, classes: classes.filter((one) => !isDraft(one)) };
  const parts = toGrainRanges({ from, to }).map((range) => toKeptCells(kept, range, isRanked));
  parts.push(toDeltaCells(kept, columns));
  if (hasLedger) parts.push(ofLedger);
  return sql.join(parts, sql` union all `);
}

/** The columns of cells that are counted (1) or taken off (-1): all, or those by which products are ranked. */
function toColumns(isRanked: boolean, sign: 1 | -1): SQL {
  const by = sign === 1 ? '' : '-';
  // PostgreSQL adds integers up in half of the time of bigints, whose sum may need more than 64 bits.
  if (isRanked)
    return sql.raw(`product_id, sku, ${by}invoices::integer as invoices, ${by}net_minor as net_minor`);
  return sql`${keyColumns}, ${sign === 1 ? figureColumns : takenOff}`;
}

function toKeptCells(query: ProductQuery, { grain, from, end, sign }: GrainRange, isRanked: boolean): SQL {
  const { classes, currency } = query;
  // There are many days, so they have no ranks.
  const ofRanks = isRanked && currency === undefined && grain !== 'DAY';
  const condition = and(
    sql`grain = ${sql.raw(`'${grain}'`)}`,
    ofRanks ? undefined : inClasses(classes),
    currency === undefined ? undefined : sql`currency = ${currency}`,
    from === undefined ? undefined : sql`period >= ${from}::date`,
    end === undefined ? undefined : sql`period < ${end}::date`,
  );
  if (!ofRanks)
    return sql`select ${toColumns(isRanked, sign)} from billing.product_totals where ${condition}`;
  return sql`select product_id, sku, ${addOfClasses(classes, sign)} as invoices, 0 as net_minor
    from billing.product_ranks where ${condition}`;
}

function toDeltaCells({ classes, currency, from, to }: ProductQuery, columns: SQL): SQL {
  const condition = and(
    inClasses(classes),
    currency === undefined ? undefined : sql`currency = ${currency}`,
    from === undefined ? undefined : sql`day >= ${from}::date`,
    to === undefined ? undefined : sql`day <= ${to}::date`,
  );
  return sql`select ${columns} from billing.product_deltas where ${condition}`;
}

/** OFFSET 0 makes PostgreSQL look the lines of each document up: they are few beside the ledger. */
function toLedgerCells({ classes, currency, customerIds, from, to }: TotalsQuery): SQL {
  const condition = and(
    isInClass(...classes),
    customerIds && sql`${invoices.customerId} = any (${toPgArray(customerIds)}::uuid[])`,
    currency === undefined ? undefined : sql`${invoices.currency} = ${currency}`,
    from === undefined ? undefined : sql`${invoices.issueDate} >= ${from}::date`,
    to === undefined ? undefined : sql`${invoices.issueDate} <= ${to}::date`,
  );
  const { productId, sku, quantityE4, netMinor, taxMinor, invoiceId } = invoiceLines;
  // The documents of a group are counted as a set: adding the lines of each document up first takes a third longer.
  return sql`select ${keyColumns}, count(distinct document.id)::bigint as invoices, sum(quantity_e4) as quantity_e4,
      sum(net_minor) as net_minor, sum(tax_minor) as tax_minor
    from (select ${invoices.id} as id, ${invoices.currency} as currency from ${invoices} where ${condition}) as document
    cross join lateral (
      select coalesce(${productId}, ${nil}) as product_id,
        case when ${productId} is null then coalesce(${sku}, '') else '' end as sku, ${quantityE4} as quantity_e4,
        ${netMinor} as net_minor, ${taxMinor} as tax_minor
      from ${invoiceLines} where ${invoiceId} = document.id offset 0) as line
    group by ${keyColumns}`;
}
